// Everything that the service counts while it runs, once. What is only known when somebody asks stands in
// handlers/metrics.cpp.
#pragma once

#include <array>

#include "service/metrics/instrument.h"

namespace sportello::metrics {

// Seconds: from what a kiosk's line costs anyway to what makes a guardian walk away.
inline constexpr std::array<double, 10> seconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10};
inline constexpr std::array<double, 7> group_sizes = {1, 2, 4, 8, 16, 32, 64};

// Listener
inline Gauges connections{"sportello_connections", "Open connections.", {"listener"}};
inline Counters connections_accepted{"sportello_connections_accepted_total", "Connections taken.", {"listener"}};
inline Counters connections_refused{
    "sportello_connections_refused_total", "Connections closed at once, by the limit that was reached.", {"limit"}};
inline Counter connections_gave_way{"sportello_connections_gave_way_total",
                                    "Idle connections of nobody known, closed to make room."};
inline Counters tls_handshakes{"sportello_tls_handshakes_total", "TLS handshakes.", {"result"}};
inline Counters requests{"sportello_requests_total", "Requests answered.", {"route", "status"}};
inline Histograms request_seconds{
    "sportello_request_duration_seconds", "From a request's first byte to its answer.", {"route"}, seconds};
inline Counters rate_limited{"sportello_rate_limited_total", "Requests answered with 429.", {"by"}};

// Hashes
inline Gauge hashes_waiting{"sportello_hashes_waiting", "Password hashes in the queue."};
inline Histogram hash_wait_seconds{"sportello_hash_wait_seconds", "A hash's time in the queue.", seconds};
inline Histogram hash_seconds{"sportello_hash_duration_seconds", "A hash's own time.", seconds};
inline Counter hashes_refused{"sportello_hashes_refused_total", "Hashes refused because the queue was full."};

// Store
inline Gauges store_waiting{"sportello_store_waiting", "Commands that wait for the store or run.", {"kind"}};
inline Histograms store_seconds{
    "sportello_store_duration_seconds", "From asking the store to its answer, waiting included.", {"kind"}, seconds};
inline Counters store_errors{
    "sportello_store_errors_total", "Commands the store did not carry out.", {"kind", "error"}};
inline Histogram commit_commands{"sportello_store_commit_commands", "Commands that shared one commit.", group_sizes};

// Credentials
inline Counter user_codes_exhausted{"sportello_user_codes_exhausted_total",
                                    "Guardians sent to the office because the profile has no user code left."};

// Registers
inline Counters connector_results{"sportello_connector_results_total",
                                  "Events that a register took or refused for good, and tries that were put off.",
                                  {"connector", "result"}};

// What kiosks deliver
inline Counters sealed_requests{
    "sportello_sealed_requests_total", "Requests that kiosks delivered, by what became of them.", {"outcome"}};
inline Counters journal_entries{
    "sportello_journal_entries_total", "Entries of kiosks' journals, by what became of them.", {"result"}};

// Messages
inline Counters gateway_results{"sportello_gateway_results_total",
                                "What gateways and the mail server answered.",
                                {"channel", "gateway", "result"}};

}  // namespace sportello::metrics
