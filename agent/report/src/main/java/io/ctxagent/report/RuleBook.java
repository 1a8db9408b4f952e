package io.ctxagent.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every rule, explained: the one list that tools read from, whatever agent a target has. */
public final class RuleBook {

    private static final List<RuleText> RULES = List.of(
            new RuleText(
                    "CTX101",
                    "uncancelled-context",
                    "error",
                    "A context that can be cancelled is still live although the thread, task, test or request that made"
                            + " it ended longer than the grace ago. Nobody is left who would cancel it: it, its timer"
                            + " and everything below it stay until the JVM ends. In the report that is written at exit,"
                            + " any context that is still live.",
                    "Roots and withoutCancel(), which nobody can cancel; untilShutdown(), which the JVM cancels; the"
                            + " contexts of requests and tests, which the agent ends; contexts from before a late"
                            + " attach, whose owner nobody saw.",
                    "Close the CancelScope on every path: with try-with-resources where the work ends in the same"
                            + " method, else in the stop method of what the context belongs to."),
            new RuleText(
                    "CTX102",
                    "deadline-overrun",
                    "error",
                    "A thread still works under a context longer than the grace after its deadline, blocked or not."
                            + " Whoever waited for the result has given up; what the thread does is for nobody.",
                    "Threads of the agent and of tools.",
                    "Ask the context in loops, with check() or isDone(), and leave when it is done; clean-up that must"
                            + " take longer belongs under shield(grace)."),
            new RuleText(
                    "CTX103",
                    "blocked-after-cancel",
                    "error",
                    "A thread is still in a blocking call longer than the grace after its context was cancelled or its"
                            + " deadline passed. Either the call cannot be woken, such as Lock.lock(), synchronized or"
                            + " a read of standard input, or the code went back into it.",
                    "A call that began after the cancel, until it has lasted for the grace by itself. A call that only"
                            + " the stack tells of, until it was seen for the whole grace: a stack does not say"
                            + " whether the thread stays or passes through.",
                    "Use a call that a cancel can wake, such as lockInterruptibly() for lock(), and let its exception"
                            + " end the work instead of catching it and going on."),
            new RuleText(
                    "CTX104",
                    "thread-outlives-context",
                    "error",
                    "A thread that was started under a context is alive longer than the grace after that context was"
                            + " done. Such threads add up, one for each request that started one.",
                    "Workers of pools, which live as long as their pool; threads that run under shield() or"
                            + " withoutCancel(), which says that outliving is meant.",
                    "Make the thread end when its context is done, join it before the scope is closed, or start it"
                            + " under a context that lives as long as it does."),
            new RuleText(
                    "CTX105",
                    "lost-cancel",
                    "error",
                    "A CancelScope was garbage collected and nobody had cancelled it, so nobody ever can. What waits"
                            + " for that context waits until its deadline, if it has one. This is certain, so it needs"
                            + " no grace.",
                    "Scopes that something still refers to, however unlikely it is to close them.",
                    "Keep the CancelScope that the context came from and close it when the work is over; the context"
                            + " alone cannot be cancelled."),
            new RuleText(
                    "CTX106",
                    "orphan-child",
                    "error",
                    "A context is live under a parent that is done, without shield() or withoutCancel() in between. The"
                            + " cancel has not reached it: what runs under it goes on alone.",
                    "Contexts under shield() and withoutCancel(), which are cut off on purpose; what a cancel that is"
                            + " under way has not reached yet, for the grace.",
                    "Derive the context from the one whose end it has to share, and hand that down; where it has to"
                            + " outlive its parent, say so with shield(grace) or withoutCancel()."),
            new RuleText(
                    "CTX108",
                    "thread-leak-unowned",
                    "warning",
                    "A thread that keeps the JVM alive, was started without a context and outlives the test or the main"
                            + " method that started it. Nothing can ask it to end.",
                    "Daemon threads; threads that were there before; those of the JDK, the agent and of tools.",
                    "Start it under a context and end it when that is done, or close the pool that it belongs to."),
            new RuleText(
                    "CTX201",
                    "blocking-without-context",
                    "note",
                    "A call that the agent could end blocks on a thread that runs under no context, so nothing will"
                            + " end it.",
                    "Idle workers of pools and other threads that wait for work; threads of the JDK, the agent and of"
                            + " tools.",
                    "Run the work under the context of whom it is done for: context.run(...), wrap(...) or"
                            + " Context.propagating(executor)."),
            new RuleText(
                    "CTX202",
                    "unbounded-blocking",
                    "warning",
                    "A call blocks longer than the grace under a context that has no deadline anywhere on its path: only"
                            + " a cancel ends it, and nothing bounds how long it may take.",
                    "Threads without a context, which have no path; a call that only the stack tells of, until it was"
                            + " seen for the whole grace.",
                    "Make the call under a context with a deadline: withTimeout() or withDeadline() somewhere above"
                            + " it."),
            new RuleText(
                    "CTX203",
                    "swallowed-cancellation",
                    "warning",
                    "A blocking call was ended because its context was done, somebody caught the exception, and the"
                            + " thread goes on blocking under the same context. The cancel was heard and not obeyed.",
                    "Clean-up that blocks once or twice and shortly.",
                    "Where the exception of a blocking call is caught, end the work or throw it on; run clean-up that"
                            + " has to block under shield(grace)."),
            new RuleText(
                    "CTX204",
                    "cancel-not-propagated",
                    "warning",
                    "A task was handed to an executor under a context, came without it and has run for the grace: the"
                            + " cancel does not reach it and no deadline bounds it.",
                    "Tasks that end within the grace; tasks that run under a context all the same; those that were"
                            + " handed over under a context that is never done; queues that the application wrote"
                            + " itself.",
                    "Hand over Context.current().wrap(task), or make the executor with Context.propagating(executor);"
                            + " work that is meant to go on alone belongs under withoutCancel()."),
            new RuleText(
                    "CTX206",
                    "deep-or-heavy-context",
                    "note",
                    "A chain of contexts is very long, or a context carries very many values. Often a loop derives from"
                            + " its own last context, and each round makes the chain longer; looking up a value walks"
                            + " it.",
                    "Wide trees: many children of one parent are what servers have.",
                    "Derive each round's context from the one outside the loop; put values that belong together into"
                            + " one."),
            new RuleText(
                    "CTX207",
                    "todo-context",
                    "note",
                    "Context.todo() is in use: a place that has still to be handed its caller's context. What runs"
                            + " under it is never cancelled.",
                    "Context.background(), which says that there is no caller.",
                    "Take the caller's context, as a parameter or with Context.current(), in place of Context.todo()."),
            new RuleText(
                    "CTX301",
                    "growth",
                    "warning",
                    "The same fingerprint has more instances in each of several snapshots: what it stands for leaks with"
                            + " every request or round, not once.",
                    "Counts that go up and down; ctxinspect diff shows the growth between two snapshots of your own.",
                    "Mend the finding that grows; the number says how fast it will hurt."),
            new RuleText(
                    "CTX901",
                    "observation-incomplete",
                    "note",
                    "Something may be missing from the picture: the agent was attached to a running JVM, records were"
                            + " lost, or a hook could not be bound. A finding that is there is right; one that is not"
                            + " there may be missing.",
                    "Hooks whose class is not loaded (unused) and those that were switched off on purpose (off).",
                    "Start the JVM with -javaagent:ctx-agent.jar, on a JDK where every hook is bound. With --strict,"
                            + " ctxinspect leaks exits 7 on an incomplete observation."));

    private RuleBook() {}

    /** Every rule, by ascending id. */
    public static List<RuleText> all() {
        return RULES;
    }

    /** The rule with this id or slug, in small or capital letters. */
    public static Optional<RuleText> find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return RULES.stream()
                .filter(rule -> rule.id().toLowerCase(Locale.ROOT).equals(wanted)
                        || rule.slug().equals(wanted))
                .findFirst();
    }
}
