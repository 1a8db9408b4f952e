package io.ctxagent.samples.orders;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code --leak=uncancelled}, in {@code GET /price}.
 *
 * <p>What is wrong: the handler derives a context for the cached price of an item, from the service's root, and keeps its
 * scope in a cache from which nothing is ever taken out. The request ends; the context stays for as long as the service
 * lives. CTX101.
 */
final class UncancelledLeak implements Fault {

    private final Context service;
    private final Map<String, CancelScope> cache = new ConcurrentHashMap<>();

    UncancelledLeak(Context service) {
        this.service = service;
    }

    @Override
    public void passed(String item) {
        cache.computeIfAbsent(item, key -> service.withCancel().named("price-cache " + key));
    }
}
