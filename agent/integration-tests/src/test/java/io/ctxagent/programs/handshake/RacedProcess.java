package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/** A process in each round that ends when its input does. A cancel ends the wait and not the process, whose answer stays. */
final class RacedProcess implements RacedCall {

    private volatile Process process;
    private int answer;

    RacedProcess() throws IOException {
        process = cat();
        process.destroy();
    }

    private static Process cat() throws IOException {
        return new ProcessBuilder("cat")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    @Override
    public void prepare() {
        answer = 0;
        try {
            process = cat();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void block() throws InterruptedException {
        answer = process.waitFor();
    }

    @Override
    public void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) throws InterruptedException {
        boolean alive = process.isAlive();
        return process.waitFor() == 0 && answer == 0 && !(returned && alive);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
