package io.ctxagent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.instrument.callsite.ConstantPool;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DriverClassesTest {

    abstract static class Driven implements Statement {
        @Override
        public ResultSet executeQuery(String sql) throws SQLException {
            throw new SQLException(sql);
        }
    }

    /** As sqlite-jdbc has it. */
    abstract static class HalfAStatement {
        public ResultSet executeQuery(String sql) throws SQLException {
            throw new SQLException(sql);
        }
    }

    /** As Tomcat's pool has it. */
    static class HalfASource {
        public Connection getConnection() throws SQLException {
            throw new SQLException("none");
        }
    }

    abstract static class Whole extends HalfASource implements DataSource {}

    /** Its {@code getConnection} gives what there is. */
    abstract static class MetaData implements DatabaseMetaData {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("none");
        }
    }

    /** Of an application's own. */
    abstract static class Queries {
        public Object executeQuery(Connection with) throws SQLException {
            throw new SQLException(with.getSchema());
        }
    }

    @Test
    void whatImplementsAStatementIsOne() throws IOException {
        assertThat(woven(Driven.class)).isTrue();
    }

    @Test
    void whatASubclassMakesAStatementOrASourceIsOneToo() throws IOException {
        assertThat(woven(HalfAStatement.class)).isTrue();
        assertThat(woven(HalfASource.class)).isTrue();
        assertThat(woven(Whole.class)).as("it declares none of the methods").isFalse();
    }

    @Test
    void whatIsSomethingElseIsLeftAsItIs() throws IOException {
        assertThat(woven(MetaData.class)).isFalse();
        assertThat(woven(Queries.class)).isFalse();
    }

    private static boolean woven(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/');
        try (InputStream in = type.getResourceAsStream("/" + name + ".class")) {
            byte[] classFile = in.readAllBytes();
            return !new DriverClasses()
                    .hooks(new ConstantPool(classFile), name, classFile, type.getClassLoader())
                    .isEmpty();
        }
    }
}
