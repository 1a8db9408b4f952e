package io.ctxagent.samples.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Each of these passes as far as its assertions go, and leaves something behind. They run at the same time. */
class LeakyTest {

    /** As a service keeps what it is made of. */
    private static PriceCache cache;

    private static Reminders reminders;

    @Test
    void aCacheThatIsNotClosed() {
        cache = new PriceCache();
        assertEquals(400, cache.cents("lamp"));
    }

    @Test
    void anInvoiceWhoseScopeIsDropped() throws Exception {
        assertEquals("invoice 7", Invoices.print(7));
        System.gc();
    }

    @Test
    void anImportThatIsOverItsDeadline() {
        Imports.start();
    }

    @Test
    void aLedgerThatWaitsForALock() throws InterruptedException {
        Ledger.lose();
        assertTrue(Ledger.sync().isDaemon());
    }

    @Test
    void aMailerThatGoesOn() {
        Mailer.start();
    }

    @Test
    void aFeedWithoutADeadline() {
        Thread listener = new Feed().listen();
        while (listener.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ratesWhosePoolIsNotShutDown() throws Exception {
        assertEquals(108, new Rates().euro().get());
    }

    @Test
    void labelsFromAPoolThatLosesContexts() {
        Labels.open();
        Labels.print();
        assertTrue(Labels.printed());
    }

    @Test
    void aReminderForLater() {
        reminders = new Reminders();
        assertTrue(reminders.open());
    }
}
