package shop;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Of an application that has never heard of contexts. */
class WithoutTheApi {

    @Test
    void clean() {}

    @Test
    void leavesAThread() {
        LeftThread.start("left", () -> LockSupport.park("nobody"));
    }
}
