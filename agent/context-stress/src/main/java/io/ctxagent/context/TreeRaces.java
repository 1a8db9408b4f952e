package io.ctxagent.context;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * The list of children while it is changed and walked. It stands in the library's package because the list is not public.
 * A parent is asked for its children, the newest first, by a walker that takes no lock.
 */
public final class TreeRaces {

    private TreeRaces() {}

    private static int seen(List<Node> children, CancelScope scope) {
        return Collections.frequency(children, scope.context());
    }

    /** A walker sees both neighbours of a child that goes, once each. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each once")
    @Outcome(expect = FORBIDDEN, desc = "a live child was missed, or seen twice")
    @State
    public static class UnlinkWalk {

        private final CancelScope parent = Context.background().withCancel();
        private final CancelScope oldest = parent.context().withCancel();
        private final CancelScope going = parent.context().withCancel();
        private final CancelScope newest = parent.context().withCancel();

        @Actor
        public void unlink() {
            going.cancel();
        }

        @Actor
        public void walk(II_Result result) {
            List<Node> children = TreeWalk.children((Node) parent.context());
            result.r1 = seen(children, oldest);
            result.r2 = seen(children, newest);
        }
    }

    /** A walker sees the old child once, and a new one whole or not at all. */
    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "the old one once; whoever was seen was complete")
    @Outcome(expect = FORBIDDEN, desc = "the old one was missed, or half a child was seen")
    @State
    public static class LinkWalk {

        private final CancelScope parent = Context.background().withCancel();
        private final CancelScope old = parent.context().withCancel();
        private @Nullable CancelScope added;

        @Actor
        public void link() {
            added = parent.context().withCancel();
        }

        @Actor
        public void walk(IZ_Result result) {
            List<Node> children = TreeWalk.children((Node) parent.context());
            result.r1 = seen(children, old);
            result.r2 = children.stream().allMatch(each -> each.id != 0 && each.parent() == parent.context());
        }

        @Override
        public String toString() {
            return "LinkWalk[" + added + "]";
        }
    }

    /** Two neighbours that go at the same time leave the third one alone in the list. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one is left, and it is the right one")
    @Outcome(expect = FORBIDDEN, desc = "the list is broken")
    @State
    public static class UnlinkUnlink {

        private final CancelScope parent = Context.background().withCancel();
        private final CancelScope staying = parent.context().withCancel();
        private final CancelScope first = parent.context().withCancel();
        private final CancelScope second = parent.context().withCancel();

        @Actor
        public void unlinkFirst() {
            first.cancel();
        }

        @Actor
        public void unlinkSecond() {
            second.cancel();
        }

        @Arbiter
        public void left(II_Result result) {
            List<Node> children = TreeWalk.children((Node) parent.context());
            result.r1 = children.size();
            result.r2 = seen(children, staying);
        }
    }

    /** One goes while another one comes. */
    @JCStressTest
    @Outcome(id = "2, 1, true", expect = ACCEPTABLE, desc = "two are left, the old one and the new one")
    @Outcome(expect = FORBIDDEN, desc = "the list is broken")
    @State
    public static class LinkUnlink {

        private final CancelScope parent = Context.background().withCancel();
        private final CancelScope staying = parent.context().withCancel();
        private final CancelScope going = parent.context().withCancel();
        private @Nullable CancelScope added;

        @Actor
        public void link() {
            added = parent.context().withCancel();
        }

        @Actor
        public void unlink() {
            going.cancel();
        }

        @Arbiter
        public void left(IIZ_Result result) {
            List<Node> children = TreeWalk.children((Node) parent.context());
            result.r1 = children.size();
            result.r2 = seen(children, staying);
            CancelScope derived = added;
            result.r3 = derived != null && seen(children, derived) == 1;
        }
    }

    /** A walk of a parent that is cancelled ends, and sees no child twice. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the children were given away already")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "before the cancel")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "met by the sweep on the way")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "met by the sweep on the way")
    @Outcome(expect = FORBIDDEN, desc = "a child was seen twice")
    @State
    public static class SweepWalk {

        private final CancelScope parent = Context.background().withCancel();
        private final CancelScope oldest = parent.context().withCancel();
        private final CancelScope newest = parent.context().withCancel();

        @Actor
        public void cancel() {
            parent.cancel();
        }

        @Actor
        public void walk(II_Result result) {
            List<Node> children = TreeWalk.children((Node) parent.context());
            result.r1 = seen(children, oldest);
            result.r2 = seen(children, newest);
        }
    }

    private static CancelScope striped() {
        CancelScope scope = Context.background().withCancel();
        ((Node) scope.context()).spread();
        return scope;
    }

    /** The list is striped while a child comes: it stays to be found, and leaves from where it is. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it was there, and then it was not")
    @Outcome(expect = FORBIDDEN, desc = "it was lost, or stayed")
    @State
    public static class StripeLink {

        private final CancelScope parent = Context.background().withCancel();
        private @Nullable CancelScope added;

        @Actor
        public void stripe() {
            ((Node) parent.context()).spread();
        }

        @Actor
        public void link() {
            added = parent.context().withCancel();
        }

        @Arbiter
        public void comeAndGo(II_Result result) {
            CancelScope derived = added;
            if (derived != null) {
                result.r1 = seen(TreeWalk.children((Node) parent.context()), derived);
                derived.cancel();
                result.r2 = seen(TreeWalk.children((Node) parent.context()), derived);
            }
        }
    }

    /** Two threads that derive at once, in lists of their own or both in one. */
    @JCStressTest
    @Outcome(id = "2, 1, true", expect = ACCEPTABLE, desc = "both are there")
    @Outcome(expect = FORBIDDEN, desc = "one was lost, or both have one id")
    @State
    public static class StripedLinkLink {

        private final CancelScope parent = striped();
        private @Nullable CancelScope one;
        private @Nullable CancelScope two;

        @Actor
        public void first() {
            one = parent.context().withCancel();
        }

        @Actor
        public void second() {
            two = parent.context().withCancel();
        }

        @Arbiter
        public void both(IIZ_Result result) {
            List<Node> children = TreeWalk.children((Node) parent.context());
            CancelScope first = one;
            CancelScope second = two;
            result.r1 = children.size();
            result.r2 = first == null ? 0 : seen(children, first);
            result.r3 = first != null
                    && second != null
                    && ((Node) first.context()).number() != ((Node) second.context()).number();
        }
    }

    /** Who derives while the parent is cancelled gets a child that is done in the end, and nothing stays in a list. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the child is done, and in no list")
    @Outcome(expect = FORBIDDEN, desc = "a child escaped the cancel")
    @State
    public static class StripedSweepLink {

        private final CancelScope parent = striped();
        private @Nullable CancelScope added;

        @Actor
        public void cancel() {
            parent.cancel();
        }

        @Actor
        public void link() {
            added = parent.context().withCancel();
        }

        @Arbiter
        public void isDone(II_Result result) {
            CancelScope derived = added;
            result.r1 = TreeWalk.children((Node) parent.context()).size();
            result.r2 = derived != null
                            && derived.context().err() == parent.context().err()
                    ? 1
                    : 0;
        }
    }

    /** Who has seen the parent done never gets a child that is not, even before the sweep has come by all lists. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the parent was not done yet")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it became done meanwhile")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both are done")
    @Outcome(expect = FORBIDDEN, desc = "a live child of a parent that was seen done")
    @State
    public static class StripedSeenDone {

        private final CancelScope parent = striped();
        private final CancelScope child = parent.context().withCancel();

        @Actor
        public void cancel() {
            parent.cancel();
        }

        @Actor
        public void derive(II_Result result) {
            result.r1 = parent.context().isDone() ? 1 : 0;
            result.r2 = parent.context().withCancel().context().isDone() ? 1 : 0;
        }

        @Override
        public String toString() {
            return "StripedSeenDone[" + child + "]";
        }
    }
}
