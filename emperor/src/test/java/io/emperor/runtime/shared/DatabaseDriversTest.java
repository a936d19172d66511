package io.emperor.runtime.shared;

import static io.emperor.runtime.SharedJvmRig.LONG;

import io.emperor.runtime.App;
import io.emperor.runtime.AppJar;
import io.emperor.runtime.SharedJvmRig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatabaseDriversTest {

  private static final String DRIVERS = "META-INF/services/java.sql.Driver";

  private static final String DRIVER =
      """
      package till;
      import java.sql.*;
      import java.util.*;
      import java.util.logging.Logger;
      public class TillDriver implements Driver {
        static {
          try { DriverManager.registerDriver(new TillDriver()); } catch (SQLException e) { throw new IllegalStateException(e); }
        }
        public Connection connect(String url, Properties info) { return null; }
        public boolean acceptsURL(String url) { return url.equals("jdbc:till"); }
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
        public int getMajorVersion() { return 1; }
        public int getMinorVersion() { return 0; }
        public boolean jdbcCompliant() { return false; }
        public Logger getParentLogger() { return null; }
      }
      """;

  /** Fails to start without its driver, which it never names. */
  private static final String APP =
      """
      package till;
      public class Till implements io.emperor.api.Vassal {
        public void start(io.emperor.api.VassalContext context) throws Exception {
          java.sql.DriverManager.getDriver("jdbc:till");
        }
      }
      """;

  private static final String MODEST =
      """
      package till;
      public class Till implements io.emperor.api.Vassal {
        public void start(io.emperor.api.VassalContext context) {}
      }
      """;

  @TempDir Path directory;

  private SharedJvmRig rig;

  @BeforeEach
  void start() {
    rig = new SharedJvmRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void everyGenerationFindsItsDriverThoughTheJvmLooksForDriversOnce() throws Exception {
    AppJar jar =
        AppJar.empty()
            .naming("till.Till")
            .withSource("till.Till", APP)
            .withSource("till.TillDriver", DRIVER)
            .with(DRIVERS, "till.TillDriver");

    live(jar);
    live(jar);
  }

  @Test
  void aDriverThatCannotBeLoadedKeepsNoAppFromStarting() throws Exception {
    live(
        AppJar.empty()
            .naming("till.Till")
            .withSource("till.Till", MODEST)
            .with(DRIVERS, "till.Missing"));
  }

  private void live(AppJar jar) throws Exception {
    App app = rig.load(jar);
    app.start(LONG).get();
    app.stop(LONG).get();
    app.close();
  }
}
