package io.ctxagent.model;

/** How many there are of what; the lists of the snapshot hold the same in full. */
public record Counts(ContextCounts contexts, ThreadCounts threads) {

    /**
     * @param done contexts that are done and still have a thread that runs under them
     */
    public record ContextCounts(int live, int done) {}

    /**
     * @param live all live threads, virtual ones included
     * @param user threads of role {@code user}
     * @param blocked threads inside a blocking call that the agent knows
     * @param unowned user threads that run under no context
     */
    public record ThreadCounts(int live, int user, int virtual, int blocked, int unowned) {}
}
