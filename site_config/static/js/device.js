// What waits on this device for a person. A note in localStorage tells pages of it. The worker has it too: it is no module.
self.device = (person) => {
  const NOTE = `roda-unsent-${person}`;
  const STORES = { marks: "address", drafts: "key", files: "id" };

  // Throws where storage is forbidden or full.
  async function inStore(name, mode, work) {
    const opening = indexedDB.open(`roda-marks-${person}`, 2);
    const database = await new Promise((done, fail) => {
      opening.onupgradeneeded = () => {
        const { result } = opening;
        for (const [store, keyPath] of Object.entries(STORES)) {
          if (!result.objectStoreNames.contains(store)) result.createObjectStore(store, { keyPath });
        }
      };
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
    try {
      const transaction = database.transaction(name, mode);
      const asked = work(transaction.objectStore(name));
      await new Promise((done, fail) => {
        transaction.oncomplete = done;
        transaction.onabort = () => fail(transaction.error);
      });
      return asked.result;
    } finally {
      database.close();
    }
  }

  const all = (name) => inStore(name, "readonly", (store) => store.getAll());

  async function recount() {
    for (const name of Object.keys(STORES)) if ((await all(name)).length) return;
    self.localStorage?.removeItem(NOTE);
  }

  async function put(name, row) {
    await inStore(name, "readwrite", (store) => store.put(row));
    self.localStorage?.setItem(NOTE, "yes");
  }

  async function remove(name, key) {
    await inStore(name, "readwrite", (store) => store.delete(key));
    await recount();
  }

  return { all, put, remove, recount };
};
