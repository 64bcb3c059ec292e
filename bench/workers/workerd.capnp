using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:8803", http = (), service = "main")]
);

const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "sites/json/worker.js")],
  compatibilityDate = "2025-01-01"
);
