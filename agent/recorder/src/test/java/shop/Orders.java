package shop;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.time.Duration;
import java.util.concurrent.Callable;

/** The application whose contexts the tests look at. */
public final class Orders {

    public static final ContextKey<String> TRACE = ContextKey.of("traceId", String.class);

    private Orders() {}

    public static CancelScope open(Context parent, String name) {
        return parent.withCancel().named(name);
    }

    public static CancelScope openFor(Context parent, String name, Duration timeout) {
        return parent.withTimeout(timeout).named(name);
    }

    public static CancelScope openInLambda(Context parent, String name) throws Exception {
        Callable<CancelScope> later = () -> parent.withCancel().named(name);
        return later.call();
    }

    public static Context todo() {
        return Context.todo();
    }

    public static Context traced(Context parent) {
        return parent.withValue(TRACE, "not shown");
    }
}
