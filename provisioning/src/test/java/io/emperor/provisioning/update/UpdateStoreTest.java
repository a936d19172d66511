package io.emperor.provisioning.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateStoreTest {

  @TempDir Path directory;

  private Path root;
  private Path file;
  private UpdateStore store;

  @BeforeEach
  void begin() {
    root = directory.resolve("conf/d");
    file = root.resolve("shop/limits.json");
    store = new UpdateStore(root, Set.of("shop", "billing")::contains);
  }

  private static byte[] payload(String product, String key, long version, String config) {
    return ConfigUpdate.of(product, key, version, config).payload();
  }

  private Receipt take(long version) throws InterruptedException {
    return store.take(payload("shop", "limits", version, "{\"is\":" + version + "}"));
  }

  private static String content(long version) {
    return "{\n    \"_version\": " + version + ",\n    \"is\": " + version + "\n}\n";
  }

  private List<Path> entries(Path where) throws IOException {
    try (Stream<Path> all = Files.walk(where)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void theFirstKeyMakesDirectoryAndFile() throws Exception {
    assertThat(
            store.take(
                payload(
                    "shop",
                    "limits",
                    7,
                    "{\"b\":[],\"a\":{\"z\":[1,{\"y\":1.50,\"B\":null}],\"_\":{}},\"é\":\"ü\\u0000\\n\",\"\ue000\":0,\"\ud800\udc00\":1,\"_version\":9}")))
        .isEqualTo(Receipt.WRITTEN);
    assertThat(file)
        .hasContent(
            """
            {
                "_version": 7,
                "a": {
                    "_": {},
                    "z": [
                        1,
                        {
                            "B": null,
                            "y": 1.50
                        }
                    ]
                },
                "b": [],
                "é": "ü\\u0000\\n",
                "\ue000": 0,
                "\ud800\udc00": 1
            }
            """);
    assertThat(Files.readString(file)).endsWith("}\n").doesNotContain("\r");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(entries(directory)).containsExactly(root.resolve(KeyLocks.FILE), file);
  }

  @Test
  void theHighestVersionStaysWhateverTheOrder() throws Exception {
    for (List<Integer> order :
        List.of(
            List.of(1, 2, 3),
            List.of(1, 3, 2),
            List.of(2, 1, 3),
            List.of(2, 3, 1),
            List.of(3, 1, 2),
            List.of(3, 2, 1))) {
      Files.deleteIfExists(file);
      int highest = -1;
      for (int version : order) {
        assertThat(take(version)).isEqualTo(version > highest ? Receipt.WRITTEN : Receipt.OLDER);
        highest = Math.max(version, highest);
        assertThat(Files.readString(file)).isEqualTo(content(highest));
      }
    }
  }

  @Test
  void aReplayTouchesNothing() throws Exception {
    take(5);
    Object before = Files.getAttribute(file, "unix:ino");
    assertThat(take(5)).isEqualTo(Receipt.OLDER);
    assertThat(store.take(payload("shop", "limits", 5, "{\"other\":1}"))).isEqualTo(Receipt.OLDER);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    assertThat(Files.readString(file)).isEqualTo(content(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"_version\":\"9\"}",
        "{\"_version\":9.0}",
        "{\"_version\":null}",
        "{\"_version\":9223372036854775808}",
        "{\"_version\":-3}",
        "{\"_version\":9}x"
      })
  void aFileWithoutAVersionCountsAsNone(String broken) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, broken);
    assertThat(take(0)).isEqualTo(Receipt.WRITTEN);
    assertThat(Files.readString(file)).isEqualTo(content(0));
  }

  @Test
  void bytesThatAreNoTextCountAsNone() throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[] {'{', (byte) 0xff});
    assertThat(take(0)).isEqualTo(Receipt.WRITTEN);
  }

  @Test
  void whatIsNotSubscribedIsLeftAlone() throws Exception {
    assertThat(store.take(payload("other", "limits", 1, "{}"))).isEqualTo(Receipt.IGNORED);
    assertThat(root).doesNotExist();
  }

  @Test
  void theModeOfAFileStays() throws Exception {
    take(1);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    take(2);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.readString(file)).isEqualTo(content(2));
  }

  @Test
  void aFileThatIsALinkIsRefusedAndTheNextKeyIsWritten() throws Exception {
    Path outside = Files.writeString(directory.resolve("outside"), "{}");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, outside);
    assertThatThrownBy(() -> take(1))
        .isInstanceOf(UpdateException.class)
        .hasMessage(
            file
                + ": is a link, which is not followed; write what it points to, or remove the link");
    assertThat(Files.readString(outside)).isEqualTo("{}");
    assertThat(file).isSymbolicLink();
    assertThat(store.take(payload("shop", "next", 1, "{}"))).isEqualTo(Receipt.WRITTEN);
  }

  @Test
  void aProductThatIsALinkIsRefusedAndTheNextProductIsWritten() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("limits.json"), "{\"_version\":1}");
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("shop"), outside);
    assertThatThrownBy(() -> take(1))
        .isInstanceOf(UpdateException.class)
        .hasMessage(
            root.resolve("shop")
                + ": is a link or no directory, and nothing is written there; remove it");
    assertThat(entries(outside)).hasSize(1);
    assertThat(store.take(payload("billing", "next", 1, "{}"))).isEqualTo(Receipt.WRITTEN);
  }

  @Test
  void aProductThatIsAFileIsRefused() throws Exception {
    Files.createDirectories(root);
    Files.createFile(root.resolve("shop"));
    assertThatThrownBy(() -> take(1)).hasMessageContaining("is a link or no directory");
  }

  @Test
  void aKeyThatIsADirectoryIsRefused() throws Exception {
    Files.createDirectories(file);
    assertThatThrownBy(() -> take(1)).hasMessageContaining("limits.json: is a directory");
  }

  @Test
  void aLockThatIsALinkIsRefused() throws Exception {
    Files.createDirectories(root);
    Path outside = directory.resolve("outside");
    Files.createSymbolicLink(root.resolve(KeyLocks.FILE), outside);
    assertThatThrownBy(() -> take(1)).hasMessageContaining("limits.json: can't be locked");
    assertThat(outside).doesNotExist();
  }

  @Test
  void theDirectoryItselfMayBeALink() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Files.createDirectories(root.getParent());
    Files.createSymbolicLink(root, real);
    assertThat(take(1)).isEqualTo(Receipt.WRITTEN);
    assertThat(real.resolve("shop/limits.json")).hasContent(content(1));
  }

  @Test
  void aDirectoryThatCantBeMadeIsTold() throws Exception {
    Files.writeString(directory.resolve("conf"), "a file");
    assertThatThrownBy(() -> take(1))
        .isInstanceOf(UpdateException.class)
        .hasMessageStartingWith(root.resolve("shop") + ": can't be made: ");
  }

  @Test
  void whatAKilledWriterHasLeftIsRemoved() throws Exception {
    Files.createDirectories(file.getParent());
    Path left = file.resolveSibling(".emperor.update-limits.77.new");
    Path others = file.resolveSibling(".emperor.update-limits.x.77.new");
    Files.write(left, "{".getBytes(UTF_8));
    Files.write(others, "{".getBytes(UTF_8));
    take(1);
    assertThat(entries(root.resolve("shop"))).containsExactly(others, file);
  }

  @Test
  void payloadsFromOutsideWriteNothingElsewhere() throws Exception {
    for (String name : List.of("../../etc", "..", "/etc", "a;touch x", "a\\nb", "a\\u0000")) {
      String payload = "{\"p\":\"%s\",\"k\":\"%s\",\"v\":1,\"c\":{}}";
      UpdateStore all = new UpdateStore(root, product -> true);
      assertThatThrownBy(() -> all.take(payload.formatted(name, "k").getBytes(UTF_8)))
          .isInstanceOf(UpdateException.class);
      assertThatThrownBy(() -> all.take(payload.formatted("p", name).getBytes(UTF_8)))
          .isInstanceOf(UpdateException.class);
    }
    assertThat(entries(directory)).isEmpty();
  }
}
