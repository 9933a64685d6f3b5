package io.farebox.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;

/** What we use of cass-operator's resource (cassandra.datastax.com/v1beta1), as its definition describes it. */
record CassandraDatacenter(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
            String clusterName,
            String serverType,
            String serverVersion,
            int size,
            List<Rack> racks,
            JsonNode managementApiAuth,
            Storage storageConfig,
            ResourceRequirements resources,
            Config config) {}

    record Rack(String name) {}

    record Storage(PersistentVolumeClaimSpec cassandraDataVolumeClaimSpec) {}

    /** Sections by the files that they become; what is in them is Cassandra's. */
    record Config(
            @JsonProperty("jvm-server-options") JsonNode jvmServerOptions,

            @JsonProperty("cassandra-yaml") JsonNode cassandraYaml) {}
}
