package io.ctxagent.programs;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/** As {@link OwnDeque}, for elements that somebody has to take. */
final class OwnTransferQueue extends LinkedTransferQueue<Integer> {

    private static final long serialVersionUID = 1;

    @Override
    public Integer take() throws InterruptedException {
        return super.take();
    }

    @Override
    public void transfer(Integer element) throws InterruptedException {
        super.transfer(element);
    }

    @Override
    public boolean tryTransfer(Integer element, long timeout, TimeUnit unit) throws InterruptedException {
        return super.tryTransfer(element, timeout, unit);
    }
}
