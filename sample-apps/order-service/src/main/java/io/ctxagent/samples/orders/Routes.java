package io.ctxagent.samples.orders;

import java.util.Optional;

/** What is behind each path. Everything in here runs under the context of the request. */
final class Routes implements Endpoint {

    private final OrderStore store;
    private final Shipping shipping;
    private final WarehouseClient warehouse;
    private final Faults faults;

    Routes(OrderStore store, Shipping shipping, WarehouseClient warehouse, Faults faults) {
        this.store = store;
        this.shipping = shipping;
        this.warehouse = warehouse;
        this.faults = faults;
    }

    @Override
    public Reply answer(Request request) throws Exception {
        String path = request.path();
        return switch (request.method() + " " + path) {
            case "GET /health" -> new Reply(200, "{\"status\":\"up\"}");
            case "POST /orders" -> place(request.item(), request.quantity());
            case "GET /report" -> report("full".equals(request.parameters().get("detail")));
            case "GET /price" -> price(request.item());
            default ->
                request.method().equals("GET") && path.matches("/orders/\\d{1,18}")
                        ? find(Long.parseLong(path.substring("/orders/".length())))
                        : Reply.error(404, "no such path");
        };
    }

    private Reply place(String item, int quantity) throws Exception {
        Optional<Order> placed = store.place(item, quantity);
        if (placed.isEmpty()) {
            return Reply.error(409, "not in stock");
        }
        faults.at(Leak.ORPHAN_THREAD).passed(item);
        if (!shipping.accept(placed.get())) {
            return Reply.error(503, "shipping is busy");
        }
        return new Reply(201, placed.get().json());
    }

    private Reply find(long id) throws Exception {
        return store.find(id)
                .map(order -> new Reply(200, order.json()))
                .orElseGet(() -> Reply.error(404, "no such order"));
    }

    private Reply report(boolean full) throws Exception {
        faults.at(Leak.IGNORED_CANCEL).passed("ledger");
        return new Reply(200, "{\"combinations\":" + (full ? store.fullReport() : store.report()) + "}");
    }

    private Reply price(String item) throws Exception {
        int cents = warehouse.price(item);
        faults.at(Leak.UNCANCELLED).passed(item);
        return new Reply(200, "{\"item\":\"" + item + "\",\"cents\":" + cents + "}");
    }
}
