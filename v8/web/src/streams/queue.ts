// A first-in, first-out list. It is linked, since a script can put setters on Array.prototype.
export class Queue<T> {
  #head: Link<T> | undefined
  #tail: Link<T> | undefined
  length = 0

  push(value: T): void {
    const link: Link<T> = { value, next: undefined }
    if (this.#tail === undefined) this.#head = link
    else this.#tail.next = link
    this.#tail = link
    this.length++
  }

  // The first value, which there has to be.
  peek(): T {
    return this.#head!.value
  }

  // Takes the first value out, which there has to be.
  shift(): T {
    const link = this.#head!
    this.#head = link.next
    if (this.#head === undefined) this.#tail = undefined
    this.length--
    return link.value
  }

  clear(): void {
    this.#head = this.#tail = undefined
    this.length = 0
  }

  // Empties the queue, and calls fn with each value that was in it.
  drain(fn: (value: T) => void): void {
    let link = this.#head
    this.clear()
    for (; link !== undefined; link = link.next) fn(link.value)
  }
}

interface Link<T> {
  value: T
  next: Link<T> | undefined
}
