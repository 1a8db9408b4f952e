package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * A task that was handed to an executor without its context and has run for {@code grace}: the cancel of the context that it
 * was handed over under does not reach it, and no deadline bounds it.
 *
 * <p>Seen are a pool of the JDK's where nothing is carried ({@code propagate=off}), and a pool that somebody wrote by
 * hand and that takes its tasks out of a queue of java.util.concurrent. There the stack has to show that the thread really runs what it took:
 * handing it on is no fault.
 *
 * <p>Not flagged: a task that ends within the grace, for it was over before a cancel could have mattered; one that runs under a
 * context all the same, its own or one that it brought along; one that was handed over under a context that is never done or is a test's own; a
 * queue that the application wrote itself, and a method reference in a hand-written pool on a JDK that hides its frame, which
 * cannot be told apart.
 */
final class CancelNotPropagated implements Rule {

    @Override
    public String id() {
        return "CTX204";
    }

    @Override
    public String slug() {
        return "cancel-not-propagated";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "Hand over Context.current().wrap(task), or make the executor with Context.propagating(executor); work that is"
                + " meant to go on alone belongs under withoutCancel().";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            SeenLoss loss = thread.loss();
            if (loss == null
                    || thread.context() != null
                    || loss.context().neverDone()
                    || loss.context().test() != null) {
                continue;
            }
            long held = Math.max(0, seen.nowNanos() - loss.sinceNanos());
            SeenCall call = thread.call();
            String message = Phrases.thread(thread) + " runs a task that was handed over under "
                    + Phrases.reference(loss.context()) + " and came without it: for " + Phrases.time(held)
                    + " no cancel reaches it" + (call == null ? "." : ", now in " + call.call() + ".");
            found.add(Candidate.ofThread(this, thread, loss.context(), held, message));
        }
        return found;
    }
}
