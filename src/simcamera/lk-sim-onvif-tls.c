/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The TLS server of the security service. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

static char *
get_assigned (LkSimOnvifCall *call, const char *what)
{
  return lk_sim_store_get (call->store, LK_SIM_ASSIGNED, what, "Id");
}

static void
assign (LkSimOnvifCall *call, const char *what, const char *id)
{
  lk_sim_store_remove (call->store, LK_SIM_ASSIGNED, what);
  if (id != NULL)
    lk_sim_store_set (call->store, LK_SIM_ASSIGNED, what, "Id", id);
}

/* Server certificates */

static gboolean
check_path (LkSimOnvifCall *call, const char *id, const char *detail)
{
  g_auto (GStrv) certificates = NULL;
  g_autofree char *key = NULL;

  if (!lk_sim_store_has (call->store, LK_SIM_PATH, id))
    return lk_sim_fault_value (call, detail, "No such path");
  certificates = lk_sim_store_get_list (call->store, LK_SIM_PATH, id, "Certificates");
  key = certificates[0] != NULL
          ? lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, certificates[0], "Key")
          : NULL;
  if (key == NULL || !lk_sim_store_key_is_private (call->store, key))
    return lk_sim_fault_value (call, "NoPrivateKey", "There is no private key for this path");
  return TRUE;
}

static gboolean
get_server (LkSimOnvifCall *call)
{
  g_autofree char *id = get_assigned (call, "path");

  lk_sim_out (call, "tas:CertificationPathID", id);
  return TRUE;
}

static gboolean
add_server (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertificationPathID");
  g_autofree char *old = get_assigned (call, "path");

  if (!check_path (call, id, "CertificationPathID"))
    return FALSE;
  if (old != NULL && g_strcmp0 (old, id) != 0)
    return lk_sim_fault_action (call, "MaximumNumberOfTLSCertificationPathsReached", "One path is in use already");
  assign (call, "path", id);
  return TRUE;
}

static gboolean
replace_server (LkSimOnvifCall *call)
{
  g_autofree char *from = lk_sim_xml_dup (call->request, "OldCertificationPathID");
  g_autofree char *to = lk_sim_xml_dup (call->request, "NewCertificationPathID");
  g_autofree char *old = get_assigned (call, "path");

  if (old == NULL || g_strcmp0 (old, from) != 0)
    return lk_sim_fault_value (call, "OldCertificationPathID", "That path is not in use");
  if (!check_path (call, to, "NewCertificationPathID"))
    return FALSE;
  assign (call, "path", to);
  return TRUE;
}

static gboolean
remove_server (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertificationPathID");
  g_autofree char *old = get_assigned (call, "path");

  if (old == NULL || g_strcmp0 (old, id) != 0)
    return lk_sim_fault_value (call, "OldCertificationPathID", "That path is not in use");
  if (lk_sim_state_get_ssl (call->state) != LK_SIM_SSL_DISABLE)
    return lk_sim_fault_value (call, "ReferenceExists", "HTTPS is enabled");
  assign (call, "path", NULL);
  return TRUE;
}

/* Client authentication */

static gboolean
get_required (LkSimOnvifCall *call)
{
  g_autoptr (LkSimTab) tab = lk_sim_state_dup_tab (call->state);

  lk_sim_out_boolean (call, "tas:clientAuthenticationRequired", tab->client_enabled);
  return TRUE;
}

static gboolean
set_required (LkSimOnvifCall *call)
{
  gboolean required = lk_sim_xml_boolean (call->request, "clientAuthenticationRequired");

  if (required && (call->quirks->no_client || !lk_sim_store_has (call->store, LK_SIM_ASSIGNED, "policy")))
    return lk_sim_fault_unsupported (call, "EnablingClientAuthenticationFailed", "No validation policy is assigned");
  call->change.client_enabled = required;
  return TRUE;
}

static gboolean
has_choice (const LkSimQuirks *quirks)
{
  return quirks->tls_versions || quirks->old_tls || quirks->no_tls13;
}

const char *
lk_sim_tls_get_offered (const LkSimQuirks *quirks)
{
  return quirks->old_tls ? "1.0 1.1 1.2 1.3" : "1.2 1.3";
}

char *
lk_sim_tls_dup_enabled (GKeyFile *store, const LkSimQuirks *quirks)
{
  char *set = lk_sim_store_get (store, LK_SIM_TLS, "versions", "Value");

  if (set != NULL)
    return set;
  return g_strdup (quirks->old_tls ? "1.0 1.1" : "1.2 1.3");
}

gboolean
lk_sim_tls_maps_cn (GKeyFile *store, const LkSimQuirks *quirks)
{
  g_autofree char *set = lk_sim_store_get (store, LK_SIM_TLS, "cn-maps", "Value");

  return set != NULL ? g_str_equal (set, "true") || g_str_equal (set, "1") : quirks->cn_maps == 2;
}

static gboolean
get_maps (LkSimOnvifCall *call)
{
  lk_sim_out_boolean (call, "tas:cnMapsToUser", lk_sim_tls_maps_cn (call->store, call->quirks));
  return TRUE;
}

static gboolean
set_maps (LkSimOnvifCall *call)
{
  g_autofree char *text = lk_sim_xml_dup (call->request, "cnMapsToUser");

  if (!call->quirks->cn_maps)
    return lk_sim_fault_unsupported (call, "CnMapsToUserFailed", "Users are not found by certificates here");
  lk_sim_store_set (call->store, LK_SIM_TLS, "cn-maps", "Value", text);
  return TRUE;
}

static gboolean
get_versions (LkSimOnvifCall *call)
{
  g_autofree char *enabled = lk_sim_tls_dup_enabled (call->store, call->quirks);

  if (!has_choice (call->quirks))
    return lk_sim_fault_unsupported (call, NULL, "Versions of TLS cannot be chosen here");
  lk_sim_out (call, "tas:Versions", enabled);
  return TRUE;
}

static gboolean
set_versions (LkSimOnvifCall *call)
{
  g_autofree char *text = lk_sim_xml_dup (call->request, "Versions");
  g_auto (GStrv) wanted = g_strsplit_set (text, " \t\r\n", -1);
  g_auto (GStrv) offered = g_strsplit (lk_sim_tls_get_offered (call->quirks), " ", -1);
  guint n = 0;

  if (!has_choice (call->quirks))
    return lk_sim_fault_unsupported (call, NULL, "Versions of TLS cannot be chosen here");
  for (char **name = wanted; *name != NULL; name++)
    {
      n += **name != '\0';
      if (**name != '\0' && !g_strv_contains ((const char *const *)offered, *name))
        return lk_sim_fault_value (call, "TLSVersion", "No such version is spoken here");
    }
  if (n == 0)
    return lk_sim_fault_value (call, "EmptyList", "One version must stay enabled");
  lk_sim_store_set (call->store, LK_SIM_TLS, "versions", "Value", text);
  return TRUE;
}

/* Validation policies */

static gboolean
get_policies (LkSimOnvifCall *call)
{
  g_autofree char *id = get_assigned (call, "policy");

  lk_sim_out (call, "tas:CertPathValidationPolicyID", id);
  return TRUE;
}

static gboolean
add_policy (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertPathValidationPolicyID");
  g_autofree char *old = get_assigned (call, "policy");

  if (!lk_sim_store_has (call->store, LK_SIM_POLICY, id))
    return lk_sim_fault_value (call, "CertPathValidationPolicyID", "No such policy");
  if (old != NULL && g_strcmp0 (old, id) != 0)
    return lk_sim_fault_action (call, "MaximumNumberOfTLSCertPathValidationPoliciesReached", "One policy is in use already");
  assign (call, "policy", id);
  return TRUE;
}

static gboolean
replace_policy (LkSimOnvifCall *call)
{
  g_autofree char *from = lk_sim_xml_dup (call->request, "OldCertPathValidationPolicyID");
  g_autofree char *to = lk_sim_xml_dup (call->request, "NewCertPathValidationPolicyID");
  g_autofree char *old = get_assigned (call, "policy");

  if (old == NULL || g_strcmp0 (old, from) != 0)
    return lk_sim_fault_value (call, "OldCertPathValidationPolicyID", "That policy is not in use");
  if (!lk_sim_store_has (call->store, LK_SIM_POLICY, to))
    return lk_sim_fault_value (call, "NewCertPathValidationPolicyID", "No such policy");
  assign (call, "policy", to);
  return TRUE;
}

/* As the standard has it, nothing stops this while client authentication is required. */
static gboolean
remove_policy (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertPathValidationPolicyID");
  g_autofree char *old = get_assigned (call, "policy");

  if (old == NULL || g_strcmp0 (old, id) != 0)
    return lk_sim_fault_value (call, "CertPathValidationPolicyID", "That policy is not in use");
  assign (call, "policy", NULL);
  return TRUE;
}

const LkSimOnvifRow lk_sim_onvif_tls_rows[] = {
  { "GetAssignedServerCertificates", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_server },
  { "AddServerCertificateAssignment", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "CertificationPathID", add_server },
  { "ReplaceServerCertificateAssignment", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "OldCertificationPathID NewCertificationPathID", replace_server },
  { "RemoveServerCertificateAssignment", TRUE, LK_SIM_KIND_DELETE, FALSE, FALSE, "CertificationPathID", remove_server },
  { "GetClientAuthenticationRequired", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_required },
  { "SetClientAuthenticationRequired", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "clientAuthenticationRequired", set_required },
  { "GetCnMapsToUser", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_maps },
  { "SetCnMapsToUser", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "cnMapsToUser", set_maps },
  { "GetEnabledTLSVersions", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_versions },
  { "SetEnabledTLSVersions", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "Versions", set_versions },
  { "GetAssignedCertPathValidationPolicies", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_policies },
  { "AddCertPathValidationPolicyAssignment", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "CertPathValidationPolicyID", add_policy },
  { "ReplaceCertPathValidationPolicyAssignment", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "OldCertPathValidationPolicyID NewCertPathValidationPolicyID", replace_policy },
  { "RemoveCertPathValidationPolicyAssignment", TRUE, LK_SIM_KIND_DELETE, FALSE, FALSE, "CertPathValidationPolicyID", remove_policy },
  { 0 },
};
