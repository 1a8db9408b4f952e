package io.ctxagent.samples.orders;

/** A planted fault, waiting at one point of the service's code. */
interface Fault {

    /** A service without faults. */
    Fault NONE = item -> {};

    /** The service passes the point, working on {@code item}, under the context of the request. */
    void passed(String item);
}
