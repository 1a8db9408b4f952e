/** Tests that leak, and some that do not: run in child JVMs by {@code LeakCheckIT}, never by the build itself. */
package shop;
