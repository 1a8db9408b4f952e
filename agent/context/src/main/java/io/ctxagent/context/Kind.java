package io.ctxagent.context;

/** How a context came to be: what it is called in a snapshot, and how it prints. */
enum Kind {
    BACKGROUND("background", "context.Background"),
    TODO("todo", "context.TODO"),
    SHUTDOWN("shutdown", "context.UntilShutdown"),
    WITH_CANCEL("withCancel", ".withCancel"),
    WITH_TIMEOUT("withTimeout", ".withTimeout"),
    WITH_DEADLINE("withDeadline", ".withDeadline"),
    WITH_CANCEL_FROM("withCancelFrom", ".withCancelFrom"),
    SHIELD("shield", ".shield"),
    WITHOUT_CANCEL("withoutCancel", ".withoutCancel"),
    /** An incoming HTTP request; only the agent makes these. */
    REQUEST("request", ".request"),
    /** A test; only the agent makes these. */
    TEST("test", ".test");

    /** {@code values()} makes a copy, and each HTTP request asks for one by its id. */
    private static final Kind[] ALL = values();

    /** In {@code ctx-snapshot/1}. */
    final String id;

    /** In {@code toString()}. */
    final String printed;

    Kind(String id, String printed) {
        this.id = id;
        this.printed = printed;
    }

    static Kind ofId(String id) {
        // From the end, where those are that the agent asks for, each of them as often as there are requests.
        for (int at = ALL.length - 1; at >= 0; at--) {
            if (ALL[at].id.equals(id)) {
                return ALL[at];
            }
        }
        throw new IllegalArgumentException("no kind of context: " + id);
    }
}
