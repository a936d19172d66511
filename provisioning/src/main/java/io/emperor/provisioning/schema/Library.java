package io.emperor.provisioning.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.stream.Stream;

/** The validator: it fetches nothing, holds values to their formats, and keeps them to itself. */
final class Library {

  private final SchemaRegistry registry =
      SchemaRegistry.builder()
          .defaultDialectId(SpecificationVersion.DRAFT_4.getDialectId())
          .dialectRegistry(
              new BasicDialectRegistry(
                  Stream.of(
                          Dialects.getDraft4(),
                          Dialects.getDraft6(),
                          Dialects.getDraft7(),
                          Dialects.getDraft201909(),
                          Dialects.getDraft202012())
                      .map(Library::quiet)
                      .toList()))
          .schemaRegistryConfig(
              SchemaRegistryConfig.builder()
                  .formatAssertionsEnabled(true)
                  .regularExpressionFactory(BoundedRegex::new)
                  .build())
          .schemaLoader(loader -> loader.allow(iri -> isOfJsonSchema(iri.toString())))
          .build();

  /** A schema has a name, which the library would warn of, as it would of every word of others. */
  private static Dialect quiet(Dialect dialect) {
    return Dialect.builder(dialect)
        .format(new DateTimeFormat())
        .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
        .build();
  }

  /** It has these with it. */
  private static boolean isOfJsonSchema(String iri) {
    return iri.startsWith("http://json-schema.org/") || iri.startsWith("https://json-schema.org/");
  }

  /** The schema of schemas. */
  Schema metaschema(SpecificationVersion version) {
    return registry.getSchema(SchemaLocation.of(version.getDialectId()));
  }

  Schema schema(SchemaDocument document) {
    ObjectNode root = document.root().deepCopy();
    root.put("$schema", document.version().getDialectId());
    return registry.getSchema((JsonNode) root);
  }
}
