package io.farebox.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;

/** What we use of the Prometheus operator's resource (monitoring.coreos.com/v1), as its definition describes it. */
record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(List<Group> groups) {}

    record Group(String name, List<Rule> rules) {}

    record Rule(
            String alert,
            String expr,
            @JsonProperty("for") String duration,
            Map<String, String> labels,
            Map<String, String> annotations) {}
}
