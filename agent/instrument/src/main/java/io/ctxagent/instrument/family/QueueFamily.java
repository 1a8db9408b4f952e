package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.util.List;

/**
 * The queues of java.util.concurrent: {@code take}, {@code put}, {@code transfer}, timed {@code offer} and
 * {@code poll}. Woken by an interrupt, which they all obey without losing an element. On every JDK from 17 on, because only
 * public methods are named.
 */
public final class QueueFamily implements BlockingFamily {

    @Override
    public Family family() {
        return Family.QUEUE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return Hook.interruptible(
                Family.QUEUE,
                WaitAdvice.class,
                "java.util.concurrent.ArrayBlockingQueue",
                "java.util.concurrent.LinkedBlockingQueue",
                "java.util.concurrent.LinkedBlockingDeque",
                "java.util.concurrent.PriorityBlockingQueue",
                "java.util.concurrent.DelayQueue",
                "java.util.concurrent.SynchronousQueue",
                "java.util.concurrent.LinkedTransferQueue");
    }
}
