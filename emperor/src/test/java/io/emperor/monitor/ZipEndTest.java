package io.emperor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipEndTest {

  private final Path file;

  ZipEndTest(@TempDir Path directory) {
    file = directory.resolve("x.jar");
  }

  @Test
  void aJarIsWholeAtItsLastByteAndNoSooner() throws IOException {
    byte[] jar = Jars.with("some text");

    for (int length = 0; length < jar.length; length++) {
      assertThat(look(Arrays.copyOf(jar, length)).whole()).as("%d bytes", length).isFalse();
    }
    assertThat(look(jar).whole()).isTrue();
    assertThat(look(Arrays.copyOf(jar, jar.length + 1)).whole()).isFalse();
  }

  @Test
  void aCommentAtTheEndIsFine() throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setComment("hello ".repeat(5000));
      zip.putNextEntry(new ZipEntry("a"));
    }

    assertThat(ZipEnd.look(file).whole()).isTrue();
  }

  @Test
  void aScriptMayStandBeforeTheZip() throws IOException {
    assertThat(look(joined("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), Jars.with("a"))).whole())
        .isTrue();
  }

  @Test
  void theEndOfAJarInsideAHalfCopiedJarIsNotItsEnd() throws IOException {
    byte[] inner = Jars.with("inner");
    byte[] outer = Jars.with(inner);
    int innerEnd = 30 + "entry".length() + inner.length;

    assertThat(look(Arrays.copyOf(outer, innerEnd)).whole()).isFalse();
    assertThat(look(outer).whole()).isTrue();
  }

  @Test
  void aJarWithMoreEntriesThanTheOldFormatHolds() throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < 70_000; i++) {
        ZipEntry entry = new ZipEntry(Integer.toString(i));
        entry.setSize(0);
        entry.setCrc(0);
        zip.putNextEntry(entry);
      }
    }

    assertThat(ZipEnd.look(file).whole()).isTrue();
  }

  @Test
  void theHashFollowsTheContent() throws IOException {
    assertThat(look(Jars.with("one"))).isEqualTo(look(Jars.with("one")));
    assertThat(look(Jars.with("one"))).isNotEqualTo(look(Jars.with("two")));
    assertThat(look(new byte[] {1})).isNotEqualTo(look(new byte[] {2}));
  }

  private Content look(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return ZipEnd.look(file);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
