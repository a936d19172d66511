package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Sized;
import io.emperor.devagent.base.Texts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a service on a node. Nothing said and an empty list said are two things to Go, and
 * the second is a change after the first.
 */
public record Service(
    String node,
    String id,
    String name,
    @Nullable List<String> tags,
    String address,
    @Nullable Map<String, Address> taggedAddresses,
    @Nullable Map<String, String> meta,
    long port,
    Weights weights,
    boolean enableTagOverride,
    long createIndex,
    long modifyIndex)
    implements Sized {

  /** Where it can be reached, too. */
  public record Address(String address, long port) {}

  /** How much of the answers of DNS it gets. */
  public record Weights(long passing, long warning) {
    public static final Weights EVEN = new Weights(1, 1);
  }

  public Service at(long create, long modify) {
    return new Service(
        node,
        id,
        name,
        tags,
        address,
        taggedAddresses,
        meta,
        port,
        weights,
        enableTagOverride,
        create,
        modify);
  }

  @Override
  public long letters() {
    Map<String, Address> tagged = taggedAddresses == null ? Map.of() : taggedAddresses;
    long addresses = 0;
    for (Map.Entry<String, Address> one : tagged.entrySet()) {
      addresses += SizeEstimate.letters(one.getKey(), one.getValue().address());
    }
    return addresses + SizeEstimate.letters(node, id, name, tags, address, meta, weights);
  }

  private Service on(String otherNode) {
    return new Service(
        otherNode,
        id,
        name,
        tags,
        address,
        taggedAddresses,
        meta,
        port,
        weights,
        enableTagOverride,
        createIndex,
        modifyIndex);
  }

  /** Where it is does not count. */
  public boolean hasSameContent(Service other) {
    return on("").at(0, 0).equals(other.on("").at(0, 0));
  }

  public List<String> tagList() {
    return tags == null ? List.of() : tags;
  }

  /** Whether it has all of some tags, whatever their case. */
  public boolean hasTags(List<String> wanted) {
    return wanted.stream().allMatch(tag -> tagList().stream().anyMatch(tag::equalsIgnoreCase));
  }

  /** As answers about health have it, and the catalog's about one node. */
  public ObjectNode json(ConsulProfile profile) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ID", id).put("Service", name);
    json.set("Tags", Texts.json(tagList()));
    json.put("Address", address);
    putTaggedAddresses(json, "TaggedAddresses");
    json.set("Meta", Texts.json(meta));
    if (port != 0 || !profile.isModern()) {
      json.put("Port", port);
    }
    json.set("Weights", weightsJson());
    json.put("EnableTagOverride", enableTagOverride);
    json.set("Proxy", proxyJson(profile));
    json.set("Connect", JsonNodeFactory.instance.objectNode());
    if (profile.isModern()) {
      json.put("PeerName", "");
    }
    return json.put("CreateIndex", createIndex).put("ModifyIndex", modifyIndex);
  }

  /** As the agent has its own. */
  public ObjectNode agentJson(ConsulProfile profile) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("ID", id).put("Service", name);
    json.set("Tags", Texts.json(tagList()));
    json.set("Meta", Texts.object(meta));
    json.put("Port", port).put("Address", address);
    putTaggedAddresses(json, "TaggedAddresses");
    json.set("Weights", weightsJson());
    json.put("EnableTagOverride", enableTagOverride);
    return profile.isModern() ? json.put("Datacenter", AgentIdentity.DATACENTER) : json;
  }

  /** As the catalog's answers about a service have it, with its node. */
  public ObjectNode catalogJson(Node on, ConsulProfile profile) {
    // The node may have been written otherwise since.
    ObjectNode json = on.begin("NodeMeta").put("Node", node);
    json.put("ServiceKind", "").put("ServiceID", id).put("ServiceName", name);
    json.set("ServiceTags", Texts.json(tagList()));
    json.put("ServiceAddress", address);
    putTaggedAddresses(json, "ServiceTaggedAddresses");
    json.set("ServiceWeights", weightsJson());
    json.set("ServiceMeta", Texts.object(meta));
    json.put("ServicePort", port);
    if (profile.isModern()) {
      json.put("ServiceSocketPath", "");
    }
    json.put("ServiceEnableTagOverride", enableTagOverride);
    json.set("ServiceProxy", proxyJson(profile));
    json.set("ServiceConnect", JsonNodeFactory.instance.objectNode());
    if (profile.isModern()) {
      json.putNull("ServiceLocality");
    }
    return json.put("CreateIndex", createIndex).put("ModifyIndex", modifyIndex);
  }

  private void putTaggedAddresses(ObjectNode json, String name) {
    if (taggedAddresses != null && !taggedAddresses.isEmpty()) {
      ObjectNode all = json.putObject(name);
      taggedAddresses.forEach(
          (tag, at) -> all.putObject(tag).put("Address", at.address()).put("Port", at.port()));
    }
  }

  private ObjectNode weightsJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Passing", weights.passing())
        .put("Warning", weights.warning());
  }

  private static ObjectNode proxyJson(ConsulProfile profile) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (profile.isModern()) {
      json.put("Mode", "");
    }
    json.putObject("MeshGateway");
    json.putObject("Expose");
    return json;
  }
}
