package io.emperor.devagent.query;

import io.emperor.devagent.query.FieldType.Named;
import io.emperor.devagent.query.FieldType.Scalar;
import io.emperor.devagent.query.FieldType.Struct;
import io.emperor.devagent.query.FieldType.Structs;
import java.util.HashMap;
import java.util.Map;

/** The fields that the rows of each answer can be filtered by, among them some not served here. */
public final class FilterFields {

  private static final FieldType TEXT = Scalar.TEXT;
  private static final FieldType NUMBER = Scalar.NUMBER;
  private static final FieldType FLAG = Scalar.FLAG;
  private static final FieldType TEXTS = new FieldType.TextList();
  private static final FieldType TEXTS_BY_NAME = new Named(TEXT);

  private static final FieldType ADDRESSES_BY_NAME =
      new Named(new Struct(Map.of("Address", TEXT, "Port", NUMBER)));
  private static final FieldType WEIGHTS = new Struct(Map.of("Passing", NUMBER, "Warning", NUMBER));
  private static final FieldType CONNECT = new Struct(Map.of("Native", FLAG));
  private static final FieldType PROXY = proxy();

  public static final Struct NODE =
      new Struct(
          Map.of(
              "ID", TEXT,
              "Node", TEXT,
              "Address", TEXT,
              "Datacenter", TEXT,
              "TaggedAddresses", TEXTS_BY_NAME,
              "Meta", TEXTS_BY_NAME));

  public static final Struct SERVICE = service();

  /** Of a service beside its node, in one row. */
  public static final Struct SERVICE_ON_NODE = serviceOnNode();

  public static final Struct CHECK =
      new Struct(
          Map.of(
              "Node", TEXT,
              "CheckID", TEXT,
              "Name", TEXT,
              "Status", TEXT,
              "Notes", TEXT,
              "Output", TEXT,
              "ServiceID", TEXT,
              "ServiceName", TEXT,
              "ServiceTags", TEXTS,
              "Type", TEXT));

  /** Of a service with its node and its checks. */
  public static final Struct INSTANCE =
      new Struct(Map.of("Node", NODE, "Service", SERVICE, "Checks", new Structs(CHECK)));

  private FilterFields() {}

  private static Struct service() {
    Map<String, FieldType> fields = new HashMap<>(partsOfAService(""));
    fields.put("ID", TEXT);
    fields.put("Service", TEXT);
    return new Struct(fields);
  }

  private static Struct serviceOnNode() {
    Map<String, FieldType> fields = new HashMap<>(partsOfAService("Service"));
    fields.putAll(NODE.fields());
    fields.put("NodeMeta", TEXTS_BY_NAME);
    fields.put("ServiceID", TEXT);
    fields.put("ServiceName", TEXT);
    fields.remove("Meta");
    return new Struct(fields);
  }

  private static Map<String, FieldType> partsOfAService(String prefix) {
    return Map.of(
        prefix + "Kind", TEXT,
        prefix + "Tags", TEXTS,
        prefix + "Address", TEXT,
        prefix + "TaggedAddresses", ADDRESSES_BY_NAME,
        prefix + "Meta", TEXTS_BY_NAME,
        prefix + "Port", NUMBER,
        prefix + "Weights", WEIGHTS,
        prefix + "EnableTagOverride", FLAG,
        prefix + "Proxy", PROXY,
        prefix + "Connect", CONNECT);
  }

  private static Struct proxy() {
    Struct meshGateway = new Struct(Map.of("Mode", TEXT));
    Struct path =
        new Struct(
            Map.of(
                "ListenerPort", NUMBER,
                "Path", TEXT,
                "LocalPathPort", NUMBER,
                "Protocol", TEXT,
                "ParsedFromCheck", FLAG));
    Struct upstream =
        new Struct(
            Map.of(
                "DestinationType", TEXT,
                "DestinationNamespace", TEXT,
                "DestinationName", TEXT,
                "Datacenter", TEXT,
                "LocalBindAddress", TEXT,
                "LocalBindPort", NUMBER,
                "MeshGateway", meshGateway));
    return new Struct(
        Map.of(
            "DestinationServiceName", TEXT,
            "DestinationServiceID", TEXT,
            "LocalServiceAddress", TEXT,
            "LocalServicePort", NUMBER,
            "Upstreams", new Structs(upstream),
            "MeshGateway", meshGateway,
            "Expose", new Struct(Map.of("Checks", FLAG, "Paths", new Structs(path)))));
  }
}
