package dev.pulmu.bench.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The answer of a process of a benchmark: one line of JSON, the last one that it prints. */
public final class Reply {
  private Reply() {}

  /** Prints it in ASCII, as standard output has an encoding that the reader does not know. */
  public static void print(JsonNode reply) throws JsonProcessingException {
    String line = JsonMapper.builder()
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .build()
        .writeValueAsString(reply);
    System.out.println();
    System.out.println(line);
    System.out.flush();
  }
}
