/** The first release with the flag `async_dist` of processes. */
export const ASYNC_DIST_RELEASE = 26;

/** The first release whose limit of a heap, `max_heap_size`, may count binaries outside of it. */
export const SHARED_BINARIES_RELEASE = 27;
