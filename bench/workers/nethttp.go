// Command workers is the floor of examples/workers: what net/http takes for the same answer
// without any JavaScript.
package main

import (
	"encoding/json"
	"log"
	"net/http"
)

func main() {
	log.Fatal(http.ListenAndServe("127.0.0.1:8804", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"hello": "World", "url": "http://" + r.Host + r.URL.String()})
	})))
}
