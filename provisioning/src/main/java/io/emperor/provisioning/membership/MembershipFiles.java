package io.emperor.provisioning.membership;

import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.FilePlan;
import io.emperor.provisioning.commit.RenderedFile;
import io.emperor.provisioning.program.OnChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one program that follow the cluster. {@link #render} says what is to be in them,
 * somebody puts them in place, {@link #settle} does what comes then, and is left out if they are
 * not. Equal products have equal bytes. For one thread.
 */
public final class MembershipFiles {

  private static final OnChange NOTHING = OnChange.parse("none");

  private static final Logger log = LoggerFactory.getLogger(MembershipFiles.class);

  private final FilesPlan plan;
  private final Optional<HostsFile> hosts;
  private final HostsLink link;
  private final Optional<RunningHaproxy> haproxy;
  private final ToldOnce troubles = new ToldOnce(log);
  private Map<String, Slots> wanted = Map.of();

  /**
   * Reads and writes nothing yet.
   *
   * @param owner whose files they are, as {@link io.emperor.provisioning.commit.FileCommit} takes
   *     it; stands beside the lines of a file of hosts
   * @param plan which they are
   */
  public MembershipFiles(String owner, FilesPlan plan) {
    this.plan = plan;
    this.hosts = plan.hosts().map(path -> new HostsFile(path, owner));
    this.link = new HostsLink(plan.directory());
    this.haproxy =
        plan.haproxy()
            .socket()
            .map(socket -> new RunningHaproxy(socket, plan.haproxy().onChange()));
  }

  /**
   * Renders all of them. A file whose destination can't be written to is left out, so that the
   * others are written still: where something else is than a file, or lines that can't be told
   * apart; that is in the log once. Reads the files of hosts and HAProxy that are there.
   */
  public RenderedMembership render(Products products) {
    Rendering rendering = new Rendering();
    hosts.ifPresent(file -> rendering.hosts(file, HostLines.of(products)));
    for (FileFormat format : plan.formats().stream().sorted().toList()) {
      switch (format) {
        case HOSTS -> rendering.add(FilesPlan.HOSTS, hostsText(products));
        case JSON -> rendering.add(FilesPlan.JSON, ServicesJson.of(products));
        case YAML -> rendering.add(FilesPlan.YAML, ServicesYaml.of(products));
        case HAPROXY ->
            plan.subscriptions()
                .products()
                .forEach(product -> rendering.haproxy(product, products));
      }
    }
    wanted = rendering.wanted;
    troubles.now(rendering.troubles);
    return new RenderedMembership(rendering.files, rendering.troubles);
  }

  /**
   * What is in them now, for as long as nobody says what is to be: they count on. A destination
   * that can't be written to is left out, as by {@link #render}.
   *
   * @return empty if one of them is not there
   */
  public Optional<RenderedMembership> found() {
    Rendering rendering = new Rendering();
    for (Path path : plan.destinations()) {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      rendering.found(path);
    }
    wanted = Map.of();
    troubles.now(rendering.troubles);
    return Optional.of(new RenderedMembership(rendering.files, rendering.troubles));
  }

  private static String hostsText(Products products) {
    StringBuilder text = new StringBuilder();
    HostLines.of(products).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /**
   * Does what comes after the files are in place: the link to the file of hosts, and HAProxy's
   * slots by its runtime API. Takes some seconds at most.
   *
   * @return what is to be done yet, once for what was rendered: {@link HaproxyPlan#onChange} if
   *     HAProxy has to read its files anew, as it lacks a backend or a slot, or can't be spoken to;
   *     or nothing
   */
  public Set<OnChange> settle() {
    if (plan.formats().contains(FileFormat.HOSTS)) {
      link.make();
    }
    return wanted.isEmpty()
        ? Set.of()
        : haproxy.map(running -> running.bringTo(wanted)).orElse(Set.of());
  }

  /**
   * Whether {@link #settle} has nothing more to do. If not, it is to be called again some seconds
   * later, whatever was done of what it said: HAProxy may have read its files just before they were
   * changed, or may be back by then.
   */
  public boolean isSettled() {
    return haproxy.map(RunningHaproxy::isBrought).orElse(true);
  }

  /** What is rendered at one time. */
  private final class Rendering {

    private final List<RenderedFile> files = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Map<String, Slots> wanted = new LinkedHashMap<>();

    void add(String name, String text) {
      Path path = plan.directory().resolve(name);
      if (isFile(path)) {
        add(path, text.getBytes(StandardCharsets.UTF_8), plan.onChange());
      }
    }

    void found(Path path) {
      if (isFile(path)) {
        try {
          add(path, Files.readAllBytes(path), onChange(path));
        } catch (IOException e) {
          wrong(path, "can't be read: " + SafeText.of(e));
        }
      }
    }

    void hosts(HostsFile file, List<String> lines) {
      Path path = plan.hosts().orElseThrow();
      if (isFile(path)) {
        try {
          add(path, file.with(lines), plan.onChange());
        } catch (HostsFile.RefusedException e) {
          wrong(path, String.valueOf(e.getMessage()));
        } catch (IOException e) {
          wrong(path, "can't be read: " + SafeText.of(e));
        }
      }
    }

    void haproxy(String product, Products products) {
      Path path = plan.haproxy(product);
      if (isFile(path)) {
        try {
          HaproxyFile file =
              HaproxyFile.read(product, path).with(products.of(product), plan.haproxy().slots());
          add(path, file.bytes(), haproxy.isPresent() ? NOTHING : plan.haproxy().onChange());
          wanted.putAll(file.backends());
        } catch (IOException e) {
          wrong(path, "can't be read: " + SafeText.of(e));
        }
      }
    }

    private void add(Path path, byte[] content, OnChange onChange) {
      FilePlan file =
          new FilePlan(path, Optional.empty(), Optional.empty(), Optional.empty(), onChange);
      files.add(new RenderedFile(file, content));
    }

    private OnChange onChange(Path path) {
      boolean isHaproxy =
          plan.subscriptions().products().stream().map(plan::haproxy).anyMatch(path::equals);
      if (!isHaproxy) {
        return plan.onChange();
      }
      return haproxy.isPresent() ? NOTHING : plan.haproxy().onChange();
    }

    private boolean isFile(Path path) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        wrong(path, "is no file, but a link, a directory or a device; remove it");
        return false;
      }
      return true;
    }

    private void wrong(Path path, String what) {
      troubles.add(SafeText.name(path) + ": " + what);
    }
  }
}
