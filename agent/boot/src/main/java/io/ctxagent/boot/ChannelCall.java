package io.ctxagent.boot;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call of a channel in blocking mode. It is woken like a call of a socket, and then closes its channel itself, as an
 * interrupt would: whoever cancels is not held up by a close that hangs. Only a thread that does not come out, because it
 * waits for another one that uses the channel, has it closed by a thread of the agent's.
 */
final class ChannelCall extends SignalledCall {

    /** Wake-ups without effect, over some 60 ms, until the channel is closed from outside. */
    private static final int PATIENCE = 7;

    private static final long PAUSE_NANOS = 50_000;

    private final SelectableChannel channel;
    private int wakes;

    ChannelCall(Object context, String call, SelectableChannel channel) throws Throwable {
        super(context, Family.CHANNEL, call, channel);
        this.channel = channel;
    }

    /** The call that stands in {@code record}, by the name of the method that does it. */
    @SuppressWarnings("NullAway") // of a call that stands it is there
    ChannelCall(ThreadRecord record) {
        super(record, Channels.call(record.call));
        this.channel = (SelectableChannel) record.target;
    }

    @Override
    public boolean cancellable() {
        return true;
    }

    @Override
    public @Nullable String target() {
        String text = channel.toString();
        int from = text.indexOf('[');
        return from < 0 || !text.endsWith("]") ? text : text.substring(from + 1, text.length() - 1);
    }

    @Override
    void wake() throws Throwable {
        wakes++;
        if (wakes == PATIENCE || (wakes == 1 && !NativeThreads.available())) {
            closeElsewhere();
        } else if (NativeThreads.available()) {
            super.wake();
        }
    }

    @Override
    Family owner() {
        return Family.CHANNEL;
    }

    @Override
    @Nullable
    IOException failure() {
        return Channels.failure(context);
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        Throwable outcome = super.outcome(thrown);
        if (outcome instanceof ContextClosedChannelException) {
            close();
        }
        return outcome;
    }

    private void close() {
        if (!channel.isOpen()) {
            return;
        }
        if (lingers()) {
            closeElsewhere();
            long deadline = System.nanoTime() + Settings.graceNanos;
            while (channel.isOpen() && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same, and the caller is told that.
        }
    }

    /** Whether the close waits for the peer to take what was written: SO_LINGER is the user's and stays as it is. */
    private boolean lingers() {
        if (!(channel instanceof NetworkChannel) || channel instanceof ServerSocketChannel) {
            return false;
        }
        NetworkChannel network = (NetworkChannel) channel;
        try {
            return network.supportedOptions().contains(StandardSocketOptions.SO_LINGER)
                    && network.getOption(StandardSocketOptions.SO_LINGER) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void closeElsewhere() {
        new AgentThread(new Close(channel), "ctx-agent-close").start();
    }

    private static final class Close implements Runnable {
        private final SelectableChannel channel;

        Close(SelectableChannel channel) {
            this.channel = channel;
        }

        @Override
        public void run() {
            try {
                channel.close();
            } catch (IOException e) {
                // Closed all the same.
            }
        }
    }
}
