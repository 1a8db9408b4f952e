package io.ctxagent.samples.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** The SQL. Each method is one transaction under a context of its own. */
final class OrderStore {

    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(5);

    // Every combination of four items in stock: a fraction of a second's work for the database with 40 items.
    private static final String REPORT = "SELECT COUNT(*) FROM stock a CROSS JOIN stock b CROSS JOIN stock c CROSS JOIN"
            + " stock d WHERE a.quantity + b.quantity + c.quantity + d.quantity > 0";
    // 40 times as much: more than a request has time for.
    private static final String FULL_REPORT = REPORT.replace("WHERE", "CROSS JOIN stock e WHERE");

    private final Database database;

    OrderStore(Database database) {
        this.database = database;
    }

    /** Takes it out of stock and books it; empty when there is not enough. */
    Optional<Order> place(String item, int quantity) throws Exception {
        return database.transaction("db.place", QUICK, connection -> {
            if (!takeFromStock(connection, item, quantity)) {
                return Optional.empty();
            }
            return Optional.of(new Order(insert(connection, item, quantity), item, quantity, "new"));
        });
    }

    private static boolean takeFromStock(Connection connection, String item, int quantity) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(
                "UPDATE stock SET quantity = quantity - ? WHERE item = ? AND quantity >= ?")) {
            take.setInt(1, quantity);
            take.setString(2, item);
            take.setInt(3, quantity);
            return take.executeUpdate() == 1;
        }
    }

    private static long insert(Connection connection, String item, int quantity) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO orders (item, quantity, status) VALUES (?, ?, 'new')", new String[] {"id"})) {
            insert.setString(1, item);
            insert.setInt(2, quantity);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                if (!keys.next()) {
                    throw new SQLException("the database gave no order number");
                }
                return keys.getLong(1);
            }
        }
    }

    Optional<Order> find(long id) throws Exception {
        return database.transaction("db.find", QUICK, connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT item, quantity, status FROM orders WHERE id = ?")) {
                select.setLong(1, id);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Order(id, rows.getString(1), rows.getInt(2), rows.getString(3)))
                            : Optional.empty();
                }
            }
        });
    }

    void markShipped(long id) throws Exception {
        database.transaction("db.ship", QUICK, connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE orders SET status = 'shipped' WHERE id = ?")) {
                update.setLong(1, id);
                return update.executeUpdate();
            }
        });
    }

    /** A query that takes a while. */
    long report() throws Exception {
        return database.transaction("db.report", SLOW, connection -> count(connection, REPORT));
    }

    /** A query that takes longer than any request may. */
    long fullReport() throws Exception {
        return database.transaction("db.report", SLOW, connection -> count(connection, FULL_REPORT));
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
