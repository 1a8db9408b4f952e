package io.ctxagent.samples.orders;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The parts of the service and their contexts: {@code order-service} at the root, cancelled when the JVM shuts down, and a
 * child for each part that works.
 */
final class Service implements AutoCloseable {

    private final CancelScope root = Context.untilShutdown().withCancel().named("order-service");
    private final Deque<Part> parts = new ArrayDeque<>();
    private int port;

    private Service() {}

    /** Starts everything; the caller closes it. What had been started is closed when a later part cannot. */
    static Service start(Options options) throws IOException, SQLException {
        Service service = new Service();
        try {
            service.open(options);
            return service;
        } catch (IOException | SQLException | RuntimeException failed) {
            service.close();
            throw failed;
        }
    }

    // The caller has no context here, on purpose: threads that libraries start on this way belong to nobody's request.
    private void open(Options options) throws IOException, SQLException {
        Database database = part(Database.open(options.databaseUrl()));
        Warehouse warehouse = part(new Warehouse());
        Faults faults = new Faults(options.leaks(), root.context(), warehouse.port());
        OrderStore store = new OrderStore(database);
        Shipping shipping = part(new Shipping(root.context(), store));
        Routes routes = new Routes(store, shipping, new WarehouseClient(warehouse.port()), faults);
        HttpFront front = part(new HttpFront(options.port(), options.untilHangUp(), root.context(), routes));
        port = front.port();
    }

    private <T extends Part> T part(T part) {
        parts.push(part);
        return part;
    }

    /** Where it listens on 127.0.0.1. */
    int port() {
        return port;
    }

    /** Cancels everything below the root, then closes the parts, the last one first; waits for their threads. */
    @Override
    public void close() {
        root.cancel();
        parts.forEach(Service::close);
    }

    private static void close(Part part) {
        try {
            part.close();
        } catch (IOException | RuntimeException failed) {
            System.err.println("order-service: closing " + part.getClass().getSimpleName() + ": " + failed);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
