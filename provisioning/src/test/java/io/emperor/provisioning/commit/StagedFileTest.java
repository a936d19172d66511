package io.emperor.provisioning.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.program.OnChange;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFileTest {

  @TempDir Path directory;

  /** Somebody removes the old content in the moment in which it is needed. */
  @Test
  void whatCantBePutBackIsSaid() throws Exception {
    Path destination = directory.resolve("a");
    Files.writeString(destination, "old");
    StagingNames names = new StagingNames("shop");
    FilePlan plan =
        new FilePlan(
            destination, Optional.empty(), Optional.empty(), Optional.empty(), OnChange.RELOAD);
    StagedFile file = StagedFile.of(new RenderedFile(plan, "new".getBytes(UTF_8)), names);
    file.stage(names);
    file.keepOld();
    assertThat(file.putBack()).as("nothing has changed yet").isTrue();
    file.put();
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(directory, ".emperor.shop.*.old")) {
      Files.delete(kept.iterator().next());
    }
    assertThat(file.putBack()).isFalse();
    assertThat(destination).hasContent("new");
  }

  @Test
  void theReasonNamesThemAll() {
    CommitRefusedException reason = new CommitRefusedException(Path.of("/b"), "can't be put");
    assertThat(new CommitRefusedException(reason, "/c, /a"))
        .hasMessage("/b: can't be put; and these can't be put back, and are new: /c, /a");
  }
}
