package io.ctxagent.recorder;

import org.jspecify.annotations.Nullable;

/** Which test a context of one look belongs to: the one whose own context is above it, or is it. Belongs to the look's thread. */
final class TestLineage {

    private final ContextTree tree;
    private final SeenTests tests;

    TestLineage(ContextTree tree, SeenTests tests) {
        this.tree = tree;
        this.tests = tests;
    }

    /** Whether anything in the picture can belong to a test. */
    boolean any() {
        return !tests.none();
    }

    /**
     * The id of the context of the test that the context of this id is below, or is. Where it stands elsewhere in the forest, as a child
     * of {@code background()}, the test that has made it or what it is below. Null where it belongs to none.
     */
    @Nullable
    String contextOf(@Nullable String id) {
        if (tests.none()) {
            return null;
        }
        String at = id;
        String maker = null;
        while (at != null && tests.of(at) == null) {
            SeenContext here = tree.get(at);
            SeenContext context = here != null ? here : tree.collected(at);
            if (maker == null && context != null) {
                maker = tests.contextOf(context.owner());
            }
            at = context == null ? null : context.parent();
        }
        return at == null ? maker : at;
    }

    /** That test; null where it belongs to none. */
    SeenTests.@Nullable SeenTest of(@Nullable String id) {
        String context = contextOf(id);
        return context == null ? null : tests.of(context);
    }
}
