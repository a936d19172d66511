package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.RenderedFile;
import io.emperor.provisioning.membership.FilesPlan;
import io.emperor.provisioning.membership.MembershipFiles;
import io.emperor.provisioning.membership.Peer;
import io.emperor.provisioning.membership.ProductInstance;
import io.emperor.provisioning.membership.Products;
import io.emperor.provisioning.membership.ProductsReader;
import io.emperor.provisioning.membership.RenderedMembership;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.ProductsSource;
import io.emperor.provisioning.source.SourceListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a program that follow the cluster: what serf's members say of themselves, if a serf
 * agent is one of the sources, and otherwise what Consul's services belong to. The latter are
 * watched here and are no values, so that a change of theirs is none of the program's settings. For
 * one thread, but for {@link #services}.
 */
final class FollowedFiles implements AutoCloseable {

  private static final RenderedMembership NOTHING = new RenderedMembership(List.of(), List.of());

  private final FilesPlan plan;
  private final MembershipFiles files;
  private final ProductsReader reader;
  private final Optional<ProductsSource> consul;
  private final Runnable changed;
  private volatile @Nullable ObjectNode services;
  private volatile String trouble = "nobody has told yet";
  private RenderedMembership rendered = NOTHING;
  private volatile Products products = Products.NONE;

  /**
   * Asks nothing yet.
   *
   * @param owner whose files they are
   * @param cluster asked for if no serf agent is one of the sources
   * @param changed told that they may be others now; must not block
   */
  FollowedFiles(
      FilesPlan plan, String owner, Optional<Supplier<Cluster>> cluster, Runnable changed) {
    this.plan = plan;
    this.files = new MembershipFiles(owner, plan);
    this.reader = new ProductsReader(plan.subscriptions());
    this.consul = cluster.map(there -> new ProductsSource(there.get()));
    this.changed = changed;
  }

  void open() {
    consul.ifPresent(
        source ->
            source.open(
                new SourceListener() {
                  @Override
                  public void has(ObjectNode values) {
                    services = values;
                    trouble = "";
                    changed.run();
                  }

                  @Override
                  public void fails(String why) {
                    trouble = why;
                    changed.run();
                  }
                }));
  }

  /**
   * Renders them.
   *
   * @param values of the sources
   * @return what they wait for, a line without any value; empty if they are rendered, or if those
   *     that are there count on until somebody says what they should be
   */
  List<String> look(ObjectNode values) {
    ObjectNode told = services;
    if (consul.isPresent() && told == null) {
      Optional<RenderedMembership> found = files.found();
      rendered = found.orElse(NOTHING);
      return found.isPresent() ? List.of() : List.of("files: the services of products: " + trouble);
    }
    products = reader.read(peers(values), told == null ? List.of() : instances(told));
    rendered = files.render(products);
    return List.of();
  }

  private static List<Peer> peers(ObjectNode values) {
    List<Peer> peers = new ArrayList<>();
    values
        .path("serf")
        .properties()
        .forEach(
            member ->
                peers.add(
                    new Peer(
                        member.getKey(),
                        member.getValue().path("address").asText(),
                        tags(member.getValue().path("tags")))));
    return peers;
  }

  private static Map<String, String> tags(JsonNode tags) {
    Map<String, String> all = new LinkedHashMap<>();
    tags.properties().forEach(tag -> all.put(tag.getKey(), tag.getValue().asText()));
    return all;
  }

  private static List<ProductInstance> instances(ObjectNode told) {
    List<ProductInstance> instances = new ArrayList<>();
    told.path("products")
        .properties()
        .forEach(
            product ->
                product
                    .getValue()
                    .properties()
                    .forEach(
                        service ->
                            service
                                .getValue()
                                .properties()
                                .forEach(
                                    each ->
                                        instances.add(
                                            new ProductInstance(
                                                product.getKey(),
                                                service.getKey(),
                                                each.getKey(),
                                                each.getValue().path("address").asText(),
                                                each.getValue().path("port").asInt())))));
    return instances;
  }

  /** What was rendered last. */
  List<RenderedFile> rendered() {
    return rendered.files();
  }

  /** Whether others write in one of them, too. */
  boolean isShared(Path destination) {
    return plan.hosts().filter(destination::equals).isPresent();
  }

  /** Why some can't be written, or may be old: a line each. */
  List<String> troubles() {
    Stream<String> unread =
        consul.isPresent() && !trouble.isEmpty()
            ? Stream.of("files: the services of products: " + SafeText.line(trouble))
            : Stream.empty();
    return Stream.concat(unread, rendered.troubles().stream()).toList();
  }

  /** Who is not in them, and why: a line each. */
  List<String> leftOut() {
    return reader.troubles();
  }

  /** Which services are in them, ordered by product and name; for any thread. */
  List<InputsView.Service> services() {
    List<InputsView.Service> all = new ArrayList<>();
    products
        .services()
        .forEach(
            (product, services) ->
                services.forEach(
                    (name, instances) ->
                        all.add(new InputsView.Service(product, name, instances.size()))));
    return all;
  }

  /** What is to be done now that they are in place. */
  Set<OnChange> settle() {
    return files.settle();
  }

  /** Whether that is done for good, and need not be looked at again. */
  boolean isSettled() {
    return files.isSettled();
  }

  @Override
  public void close() {
    consul.ifPresent(ProductsSource::close);
  }
}
