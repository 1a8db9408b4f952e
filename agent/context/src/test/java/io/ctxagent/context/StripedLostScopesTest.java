package io.ctxagent.context;

/** The same where each thread has a list of its own for the children of a context. */
class StripedLostScopesTest extends LostScopesTest {

    @Override
    CancelScope prepared(CancelScope scope) {
        ((Node) scope.context()).spread();
        return scope;
    }
}
