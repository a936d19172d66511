package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tools that do not work; the one that does is run by the end-to-end tests. */
class SystemdNotifyTest {

  @TempDir Path directory;

  private final Logger log = (Logger) LoggerFactory.getLogger(SystemdNotify.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void leave() {
    log.detachAppender(lines);
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aMissingToolIsToldOnceWithWhatToDo() {
    SystemdNotify notify = new SystemdNotify("/nonexistent/systemd-notify", "/run/notify");

    notify.send(List.of("READY=1"));
    notify.send(List.of("WATCHDOG=1"));

    assertThat(said())
        .singleElement()
        .asString()
        .startsWith("systemd asks for notices, and /nonexistent/systemd-notify can't be run")
        .endsWith("install it, or use Type=exec and no WatchdogSec in the unit");
  }

  @Test
  void aToolThatFailsIsToldInItsOwnWords() throws Exception {
    Path tool = directory.resolve("tool");
    Files.writeString(tool, "#!/bin/sh\necho \"nobody at $NOTIFY_SOCKET for $*\"\nexit 1\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));

    new SystemdNotify(tool.toString(), "/run/notify").send(List.of("READY=1", "STATUS=well"));

    assertThat(said())
        .singleElement()
        .asString()
        .contains("nobody at /run/notify for READY=1 STATUS=well");
  }
}
