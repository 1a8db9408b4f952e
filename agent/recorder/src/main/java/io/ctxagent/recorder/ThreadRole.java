package io.ctxagent.recorder;

/** Whose work a thread does. */
enum ThreadRole {
    USER("user"),
    JDK("jdk"),
    AGENT("agent"),
    TOOL("tool");

    private final String text;

    ThreadRole(String text) {
        this.text = text;
    }

    /** As {@code ctx-snapshot/1} has it. */
    String text() {
        return text;
    }
}
