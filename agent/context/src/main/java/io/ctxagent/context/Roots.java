package io.ctxagent.context;

/** {@code background()} and {@code todo()}. */
final class Roots {

    static final Root BACKGROUND = new Root(Kind.BACKGROUND, null, Inherited.Mixed.NOTHING);

    private static final Root TODO = new Root(Kind.TODO, null, Inherited.Mixed.NOTHING);

    private Roots() {}

    /** One for all, unless somebody wants to know where they are asked for. */
    static Root todo() {
        if (!Creation.observed()) {
            return TODO;
        }
        Root todo = new Root(Kind.TODO, null, Inherited.Mixed.NOTHING);
        Creation.observe(todo);
        Forest.addTodo(todo);
        return todo;
    }
}
