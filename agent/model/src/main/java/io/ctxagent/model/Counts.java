package io.ctxagent.model;

/** How many there are of what; the lists of the snapshot hold the same, but for what is omitted. */
public record Counts(ContextCounts contexts, ThreadCounts threads) {

    /**
     * @param done contexts that are done and still have a thread that runs under them
     * @param omitted live ones that are counted and not listed, because there were too many; 0 as a rule
     */
    public record ContextCounts(int live, int done, int omitted) {

        /** All of them listed. */
        public ContextCounts(int live, int done) {
            this(live, done, 0);
        }
    }

    /**
     * @param live all live threads, virtual ones included
     * @param user threads of role {@code user}
     * @param blocked threads inside a blocking call that the agent knows
     * @param unowned user threads that run under no context
     * @param omitted those that are counted and not listed, because their context is not; 0 as a rule
     */
    public record ThreadCounts(int live, int user, int virtual, int blocked, int unowned, int omitted) {

        /** All of them listed. */
        public ThreadCounts(int live, int user, int virtual, int blocked, int unowned) {
            this(live, user, virtual, blocked, unowned, 0);
        }
    }
}
