package main

import (
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"time"
)

// watchSites deploys each folder of a folder as the tenant of its name, and again when
// its files change.
func (n *Node) watchSites(ctx context.Context, folder string) {
	known := map[string][sha256.Size]byte{}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		entries, err := os.ReadDir(folder)
		if err != nil {
			n.logger.Warn("there are no sites", "error", err)
			return
		}
		for _, entry := range entries {
			if entry.IsDir() {
				n.deployFolder(ctx, filepath.Join(folder, entry.Name()), known)
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (n *Node) deployFolder(ctx context.Context, folder string, known map[string][sha256.Size]byte) {
	name := filepath.Base(folder)
	archive, err := PackFolder(os.DirFS(folder))
	if err == nil {
		sum := sha256.Sum256(archive)
		if known[name] == sum {
			return
		}
		known[name] = sum
		_, err = n.Deploy(ctx, name, archive)
	}
	if err != nil {
		n.logger.Error("the site is not deployed", "folder", folder, "error", err)
		return
	}
	n.logger.Info("deployed", "tenant", name)
}
