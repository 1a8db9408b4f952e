package io.ctxagent.context;

/**
 * One action registered by {@link Context#afterFunc(Runnable)}.
 *
 * <p>Thread-safe. Several registrations on one context are independent of each other.
 */
public interface AfterFunc {

    /**
     * Calls the action off.
     *
     * @return true when this call kept the action from starting; false when it was handed out already, or when an earlier
     *     call stopped it. Never waits for an action that runs.
     */
    boolean stop();
}
