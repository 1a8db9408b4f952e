package shop;

import java.util.concurrent.locks.LockSupport;

/** An exception whose message nobody should ask for. */
public final class HangingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
        LockSupport.park();
        throw new AssertionError("asked");
    }
}
