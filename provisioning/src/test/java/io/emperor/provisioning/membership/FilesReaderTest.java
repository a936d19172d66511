package io.emperor.provisioning.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.YamlTree;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesReaderTest {

  private static final OnChange HUP = OnChange.parse("signal:HUP");

  @TempDir Path directory;

  private final List<String> problems = new ArrayList<>();

  private Optional<FilesPlan> read(String yaml) {
    problems.clear();
    return new FilesReader(YamlTree.parse(yaml, "shop.yaml"), directory::resolve, HUP, problems)
        .read();
  }

  @Test
  void readsAllThatCanBeSaid() {
    assertThat(
            read(
                """
                files:
                  directory: .
                  formats: [hosts, json, yaml, haproxy]
                  subscribe: [shop]
                  observe: [search, billing]
                  hosts: /etc/hosts
                  on-change: none
                  haproxy: {socket: /run/haproxy.sock, slots: 20, on-change: "exec:reload"}
                """))
        .contains(
            new FilesPlan(
                directory.resolve("."),
                EnumSet.allOf(FileFormat.class),
                Subscriptions.of(List.of("shop"), List.of("billing", "search")),
                Optional.of(Path.of("/etc/hosts")),
                new HaproxyPlan(
                    Optional.of(UnixDomainSocketAddress.of("/run/haproxy.sock")),
                    20,
                    OnChange.parse("exec:reload")),
                OnChange.parse("none")));
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsNotSaidIsTheUsual() {
    assertThat(read("files: {directory: ., observe: [billing]}"))
        .contains(
            new FilesPlan(
                directory.resolve("."),
                EnumSet.of(FileFormat.HOSTS, FileFormat.JSON, FileFormat.YAML),
                Subscriptions.of(List.of(), List.of("billing")),
                Optional.empty(),
                new HaproxyPlan(Optional.empty(), 10, HUP),
                HUP));
    assertThat(read("sources: []")).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void destinationsAreKnownBeforeTheClusterIs() {
    FilesPlan plan =
        read("files: {directory: ., formats: [hosts, json, yaml, haproxy], subscribe: [b, a],"
                + " observe: [c, a], hosts: /etc/hosts}")
            .orElseThrow();
    assertThat(plan.destinations())
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .containsExactlyInAnyOrder(
            "hosts",
            "fakedhosts.txt",
            "services.json",
            "services.yml",
            "haproxy_a.cnf",
            "haproxy_b.cnf",
            "haproxy_c.cnf");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:9999, 127.0.0.1", "[::1]:9999, ::1"})
  void aSocketMayBeOfTcp(String socket, String address) {
    FilesPlan plan =
        read("files: {directory: ., formats: [haproxy], subscribe: [a], haproxy: {socket: \""
                + socket
                + "\"}}")
            .orElseThrow();
    assertThat(plan.haproxy().socket()).contains(new InetSocketAddress(address, 9999));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format: [json]         | format is no key of the files; did you mean formats?
          formats: [hosts, jso]  | formats has jso; did you mean json?
          formats: json          | formats is no list of formats: hosts, json, yaml, haproxy; write one with [ and ]
          formats: []            | formats is no list of formats: hosts, json, yaml, haproxy; write one with [ and ]
          observe: [1]           | observe is no list of products; write one with [ and ]
          observe: ["../a"]      | observe has ../a, which is no product; write a name of 1 to 100 letters, digits, '.', '_' and '-', no '.' first
          observe: ["a\\nb"]     | observe has a\\u000ab, which is no product; write a name of 1 to 100 letters, digits, '.', '_' and '-', no '.' first
          hosts: [a]             | hosts is no text; write one
          hosts: "a\\0b"         | hosts is no text; write one
          on-change: restart     | on-change is no answer to a change: write reload, signal:HUP, exec:COMMAND or none
          haproxy: {slots: 10}   | haproxy is for the format haproxy; write haproxy among formats, too
          """)
  void refusesWhatCantBeMeant(String line, String problem) {
    assertThat(read("files:\n  directory: .\n  subscribe: [shop]\n  " + line + "\n")).isEmpty();
    assertThat(problems).containsExactly("shop.yaml:4: files." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [10]              | haproxy is no map; write socket: or slots: below it
          {sockets: a}      | haproxy.sockets is no key of HAProxy; did you mean socket?
          {slots: 0}        | haproxy.slots is no number of slots; write one from 1 to 1000
          {slots: 1001}     | haproxy.slots is no number of slots; write one from 1 to 1000
          {slots: "10"}     | haproxy.slots is no number of slots; write one from 1 to 1000
          {socket: 9999}    | haproxy.socket is no text; write one
          {on-change: stop} | haproxy.on-change is no answer to a change: write reload, signal:HUP, exec:COMMAND or none
          """)
  void refusesWhatHaproxyCantBe(String haproxy, String problem) {
    assertThat(
            read(
                "files:\n  directory: .\n  subscribe: [shop]\n  formats: [haproxy]\n  haproxy: "
                    + haproxy))
        .isEmpty();
    assertThat(problems).containsExactly("shop.yaml:5: files." + problem);
  }

  @Test
  void aSocketsPathHasALimit() {
    read(
        "files: {directory: ., formats: [haproxy], subscribe: [a], haproxy: {socket: /"
            + "a".repeat(107)
            + "}}");
    assertThat(problems)
        .containsExactly(
            "shop.yaml:1: files.haproxy.socket is longer than the 107 bytes of a socket's path;"
                + " write a shorter one");
  }

  @Test
  void allThatIsMissingIsNamed() {
    assertThat(read("files: {}")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:1: files.directory is missing; write the path of a directory",
            "shop.yaml:1: files.subscribe is missing; write a list of products, [shop], or observe:"
                + " for their public services");
    assertThat(read("files: conf/")).isEmpty();
    assertThat(problems)
        .containsExactly("shop.yaml:1: files is no map; write directory: and subscribe: below it");
    assertThat(read("files: {directory: nowhere, subscribe: [a]}")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:1: files.directory is no directory; make it, or correct the path");
  }

  @Test
  void twoServicesNeverHaveOneBackend() {
    String yaml = "files:\n  directory: .\n  subscribe: [shop]\n  observe: [shop_eu]\n  formats: ";
    assertThat(read(yaml + "[json]")).isPresent();
    assertThat(read(yaml + "[haproxy]")).isEmpty();
    assertThat(problems)
        .containsExactly(
            "shop.yaml:5: files.formats may have one backend for two services, as shop_eu begins"
                + " like a backend of shop; rename one, or leave haproxy out of the formats");
  }
}
