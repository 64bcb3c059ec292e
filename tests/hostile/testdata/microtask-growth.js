// Microtasks: each makes two more.
(function grow() { Promise.resolve().then(grow); Promise.resolve().then(grow); })();
