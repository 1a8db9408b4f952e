package io.ctxagent.programs;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.h2.jdbcx.JdbcDataSource;

/** Every form in which JDBC has what {@link JdbcCases} and {@link JdbcWaitCases} call, on H2. */
final class JdbcForms {

    /** In place of a family. */
    static final String NAME = "h2-forms";

    private static final String SLOW = "SET @SUM = (" + JdbcCases.database("h2").slow() + ")";
    private static final String QUICK = "SET @SUM = 1";
    private static final int KEYS = Statement.RETURN_GENERATED_KEYS;
    private static final int[] COLUMNS = {1};
    private static final String[] NAMES = {"X"};

    private final List<BlockingCase> cases = new ArrayList<>();

    private JdbcForms() {}

    static List<BlockingCase> all() throws Exception {
        JdbcForms all = new JdbcForms();
        all.executes();
        all.updates();
        all.prepared();
        all.sources();
        Connection connection = JdbcWaitCases.bare("h2");
        all.cases.add(JdbcWaitCases.rows("h2", connection, "h2"));
        return all.cases;
    }

    private interface Use<S> {
        void of(S statement) throws SQLException;
    }

    private void executes() throws SQLException {
        statement("execute(sql)", (statement, sql) -> statement.execute(sql));
        statement("execute(sql,int)", (statement, sql) -> statement.execute(sql, KEYS));
        statement("execute(sql,int[])", (statement, sql) -> statement.execute(sql, COLUMNS));
        statement("execute(sql,String[])", (statement, sql) -> statement.execute(sql, NAMES));
        statement("executeBatch", (statement, sql) -> {
            statement.addBatch(sql);
            statement.executeBatch();
        });
        statement("executeLargeBatch", (statement, sql) -> {
            statement.addBatch(sql);
            statement.executeLargeBatch();
        });
    }

    private void updates() throws SQLException {
        statement("executeUpdate(sql)", (statement, sql) -> statement.executeUpdate(sql));
        statement("executeUpdate(sql,int)", (statement, sql) -> statement.executeUpdate(sql, KEYS));
        statement("executeUpdate(sql,int[])", (statement, sql) -> statement.executeUpdate(sql, COLUMNS));
        statement("executeUpdate(sql,String[])", (statement, sql) -> statement.executeUpdate(sql, NAMES));
        statement("executeLargeUpdate(sql)", (statement, sql) -> statement.executeLargeUpdate(sql));
        statement("executeLargeUpdate(sql,int)", (statement, sql) -> statement.executeLargeUpdate(sql, KEYS));
        statement("executeLargeUpdate(sql,int[])", (statement, sql) -> statement.executeLargeUpdate(sql, COLUMNS));
        statement("executeLargeUpdate(sql,String[])", (statement, sql) -> statement.executeLargeUpdate(sql, NAMES));
    }

    private interface Execution {
        void of(Statement statement, String sql) throws SQLException;
    }

    private void statement(String form, Execution execution) throws SQLException {
        Connection connection = JdbcWaitCases.bare("h2");
        Statement statement = connection.createStatement();
        add(
                "Statement." + form,
                connection,
                statement,
                () -> execution.of(statement, SLOW),
                () -> execution.of(statement, QUICK));
    }

    private void prepared() throws SQLException {
        prepared("executeUpdate()", PreparedStatement::executeUpdate);
        prepared("executeLargeUpdate()", PreparedStatement::executeLargeUpdate);
        prepared("executeBatch()", statement -> {
            statement.addBatch();
            statement.executeBatch();
        });
    }

    private void prepared(String form, Use<PreparedStatement> use) throws SQLException {
        Connection connection = JdbcWaitCases.bare("h2");
        PreparedStatement statement = connection.prepareStatement(SLOW);
        PreparedStatement quick = connection.prepareStatement(QUICK);
        add("PreparedStatement." + form, connection, statement, () -> use.of(statement), () -> use.of(quick));
    }

    private void add(
            String name, Connection connection, Statement statement, BlockingCase.Call call, BlockingCase.Call quick) {
        int form = name.indexOf('(');
        String method = name.substring(name.indexOf('.') + 1, form < 0 ? name.length() : form);
        cases.add(new BlockingCase(
                        name,
                        method,
                        call,
                        ChannelCases.quietly(statement::cancel),
                        () -> JdbcWaitCases.usable(connection))
                .ready(quick));
    }

    /** Of a server that accepts and never speaks. */
    private void sources() throws Exception {
        source("DataSource.getConnection()", JdbcDataSource::getConnection);
        source("DataSource.getConnection(user,password)", source -> source.getConnection("nobody", ""));
        source("DataSource.getPooledConnection()", JdbcDataSource::getPooledConnection);
        source("DataSource.getPooledConnection(user,password)", source -> source.getPooledConnection("nobody", ""));
        source("DataSource.getXAConnection()", JdbcDataSource::getXAConnection);
        source("DataSource.getXAConnection(user,password)", source -> source.getXAConnection("nobody", ""));
        source("Driver.connect", source -> org.h2.Driver.load().connect(source.getURL(), new Properties()));
        source("DriverManager.getConnection(url)", source -> DriverManager.getConnection(source.getURL()));
        source(
                "DriverManager.getConnection(url,properties)",
                source -> DriverManager.getConnection(source.getURL(), new Properties()));
        source(
                "DriverManager.getConnection(url,user,password)",
                source -> DriverManager.getConnection(source.getURL(), "nobody", ""));
    }

    private void source(String name, Use<JdbcDataSource> use) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:tcp://127.0.0.1:" + server.getLocalPort() + "/test");
        JdbcDataSource quick = new JdbcDataSource();
        quick.setURL("jdbc:h2:mem:");
        cases.add(BlockingCase.of(name, "NioSocketImpl.read", () -> use.of(source), ChannelCases.quietly(server::close))
                .ready(() -> use.of(quick)));
    }
}
