/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keystore of the security service: certificates, certification paths and validation policies. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

static gboolean
references (GKeyFile *store, const char *kind, const char *list, const char *id)
{
  g_auto (GStrv) all = lk_sim_store_list (store, kind);

  for (char **one = all; *one != NULL; one++)
    {
      g_auto (GStrv) ids = lk_sim_store_get_list (store, kind, *one, list);

      if (g_strv_contains ((const char *const *)ids, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_assigned (GKeyFile *store, const char *what, const char *id)
{
  g_autofree char *assigned = lk_sim_store_get (store, LK_SIM_ASSIGNED, what, "Id");

  return g_strcmp0 (assigned, id) == 0;
}

/* Certificates */

static void
append_certificate (LkSimOnvifCall *call, const char *id)
{
  g_autofree char *key = lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, id, "Key");
  g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, id, "Alias");
  g_autoptr (GBytes) der = lk_sim_store_get_bytes (call->store, LK_SIM_CERTIFICATE, id, "Der");

  g_string_append (call->out, "<tas:Certificate>");
  lk_sim_out (call, "tas:CertificateID", id);
  lk_sim_out (call, "tas:KeyID", key);
  lk_sim_out (call, "tas:Alias", alias);
  lk_sim_out_bytes (call, "tas:CertificateContent", der);
  lk_sim_out_boolean (call, "tas:HasPrivateKey", lk_sim_store_key_is_private (call->store, key));
  g_string_append (call->out, "</tas:Certificate>");
}

static gboolean
get_certificate (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertificateID");

  if (!lk_sim_store_has (call->store, LK_SIM_CERTIFICATE, id))
    return lk_sim_fault_value (call, "CertificateID", "No such certificate");
  append_certificate (call, id);
  return TRUE;
}

static gboolean
get_all_certificates (LkSimOnvifCall *call)
{
  g_auto (GStrv) ids = lk_sim_store_list (call->store, LK_SIM_CERTIFICATE);

  for (char **id = ids; *id != NULL; id++)
    append_certificate (call, *id);
  return TRUE;
}

static gnutls_x509_crt_t
read_certificate (LkSimOnvifCall *call, const char *path)
{
  g_autoptr (GBytes) der = lk_sim_xml_dup_bytes (call->request, path);
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL),
                          (unsigned int)g_bytes_get_size (der) };
  gnutls_x509_crt_t certificate;

  gnutls_x509_crt_init (&certificate);
  if (lk_sim_is_one_der (der) &&
      gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) == 0)
    return certificate;
  gnutls_x509_crt_deinit (certificate);
  lk_sim_fault_value (call, "BadCertificate", "Not one certificate in DER");
  return NULL;
}

static gboolean
is_there (GKeyFile *store, gnutls_x509_crt_t certificate)
{
  g_auto (GStrv) ids = lk_sim_store_list (store, LK_SIM_CERTIFICATE);
  gboolean found = FALSE;

  for (char **id = ids; *id != NULL && !found; id++)
    {
      gnutls_x509_crt_t other = lk_sim_store_open_certificate (store, LK_SIM_CERTIFICATE, *id);

      found = other != NULL && gnutls_x509_crt_equals (certificate, other);
      if (other != NULL)
        gnutls_x509_crt_deinit (other);
    }
  return found;
}

static gboolean
store_uploaded (LkSimOnvifCall *call, gnutls_x509_crt_t certificate)
{
  g_autofree char *spki = lk_sim_certificate_dup_spki (certificate);
  g_autofree char *key = lk_sim_store_find_key (call->store, spki);
  g_autofree char *alias = lk_sim_xml_dup (call->request, "Alias");
  g_autofree char *id = NULL;
  g_autofree char *stored_key = NULL;

  if (is_there (call->store, certificate))
    return lk_sim_fault_value (call, "Duplicate", "The certificate is there already");
  if (lk_sim_xml_boolean (call->request, "PrivateKeyRequired") &&
      (key == NULL || !lk_sim_store_key_is_private (call->store, key)))
    return lk_sim_fault_action (call, "NoMatchingPrivateKey", "No key of this certificate");
  id = lk_sim_store_put_certificate (call, certificate, alias);
  if (id == NULL)
    return FALSE;
  stored_key = lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, id, "Key");
  lk_sim_out (call, "tas:CertificateID", id);
  lk_sim_out (call, "tas:KeyID", stored_key);
  return TRUE;
}

static gboolean
upload_certificate (LkSimOnvifCall *call)
{
  gnutls_x509_crt_t certificate = read_certificate (call, "Certificate");
  gboolean done;

  if (certificate == NULL)
    return FALSE;
  done = store_uploaded (call, certificate);
  gnutls_x509_crt_deinit (certificate);
  return done;
}

static gboolean
delete_certificate (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertificateID");

  if (!lk_sim_store_has (call->store, LK_SIM_CERTIFICATE, id))
    return lk_sim_fault_value (call, "CertificateID", "No such certificate");
  if (references (call->store, LK_SIM_PATH, "Certificates", id) ||
      references (call->store, LK_SIM_POLICY, "Anchors", id))
    return lk_sim_fault_value (call, "ReferenceExists", "The certificate is in use");
  lk_sim_store_remove (call->store, LK_SIM_CERTIFICATE, id);
  return TRUE;
}

/* Certification paths */

static gboolean
signs (GKeyFile *store, const char *issuer_id, const char *id)
{
  gnutls_x509_crt_t issuer = lk_sim_store_open_certificate (store, LK_SIM_CERTIFICATE, issuer_id);
  gnutls_x509_crt_t certificate = lk_sim_store_open_certificate (store, LK_SIM_CERTIFICATE, id);
  gboolean fits = issuer != NULL && certificate != NULL &&
                  gnutls_x509_crt_check_issuer (certificate, issuer) != 0;

  if (issuer != NULL)
    gnutls_x509_crt_deinit (issuer);
  if (certificate != NULL)
    gnutls_x509_crt_deinit (certificate);
  return fits;
}

/* The IDs in order, each signed by the next; NULL with a fault. */
static GPtrArray *
read_chain (LkSimOnvifCall *call)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (const xmlNode *node = lk_sim_xml_find (call->request, "CertificateIDs/CertificateID");
       node != NULL; node = lk_sim_xml_next (node))
    {
      char *id = lk_sim_xml_dup (node, NULL);

      g_ptr_array_add (ids, id);
      if (!lk_sim_store_has (call->store, LK_SIM_CERTIFICATE, id))
        {
          lk_sim_fault_value (call, "CertificateID", "No such certificate");
          return NULL;
        }
      if (ids->len > 1 && !signs (call->store, id, g_ptr_array_index (ids, ids->len - 2)))
        {
          lk_sim_fault_value (call, "InvalidCertificationPath", "The certificates are no chain");
          return NULL;
        }
    }
  return g_steal_pointer (&ids);
}

static gboolean
create_path (LkSimOnvifCall *call)
{
  g_auto (GStrv) all = lk_sim_store_list (call->store, LK_SIM_PATH);
  g_autofree char *alias = lk_sim_xml_dup (call->request, "Alias");
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *id = NULL;

  if (!lk_sim_onvif_check (call, lk_sim_xml_find (call->request, "CertificateIDs"), "CertificateID+"))
    return FALSE;
  if ((gint64)g_strv_length (all) >= call->quirks->max_paths)
    return lk_sim_fault_action (call, "MaximumNumberOfCertificationPathsReached", "No more paths");
  ids = read_chain (call);
  if (ids == NULL)
    return FALSE;
  id = lk_sim_store_add (call->store, LK_SIM_PATH);
  lk_sim_store_set (call->store, LK_SIM_PATH, id, "Alias", alias);
  lk_sim_store_set_list (call->store, LK_SIM_PATH, id, "Certificates", ids);
  lk_sim_out (call, "tas:CertificationPathID", id);
  return TRUE;
}

static gboolean
get_path (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertificationPathID");
  g_autofree char *alias = NULL;
  g_auto (GStrv) ids = NULL;

  if (!lk_sim_store_has (call->store, LK_SIM_PATH, id))
    return lk_sim_fault_value (call, "CertificationPathID", "No such path");
  ids = lk_sim_store_get_list (call->store, LK_SIM_PATH, id, "Certificates");
  alias = lk_sim_store_get (call->store, LK_SIM_PATH, id, "Alias");
  g_string_append (call->out, "<tas:CertificationPath>");
  for (char **one = ids; *one != NULL; one++)
    lk_sim_out (call, "tas:CertificateID", *one);
  lk_sim_out (call, "tas:Alias", alias);
  g_string_append (call->out, "</tas:CertificationPath>");
  return TRUE;
}

static gboolean
get_all_paths (LkSimOnvifCall *call)
{
  g_auto (GStrv) ids = lk_sim_store_list (call->store, LK_SIM_PATH);

  for (char **id = ids; *id != NULL; id++)
    lk_sim_out (call, "tas:CertificationPathID", *id);
  return TRUE;
}

static gboolean
delete_path (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertificationPathID");

  if (!lk_sim_store_has (call->store, LK_SIM_PATH, id))
    return lk_sim_fault_value (call, "CertificationPathID", "No such path");
  if (is_assigned (call->store, "path", id))
    return lk_sim_fault_value (call, "ReferenceExists", "The path is in use");
  lk_sim_store_remove (call->store, LK_SIM_PATH, id);
  return TRUE;
}

/* Validation policies */

static GPtrArray *
read_anchors (LkSimOnvifCall *call)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (const xmlNode *node = lk_sim_xml_find (call->request, "TrustAnchor"); node != NULL;
       node = lk_sim_xml_next (node))
    {
      char *id = lk_sim_xml_dup (node, "CertificateID");

      g_ptr_array_add (ids, id);
      if (!lk_sim_onvif_check (call, node, "CertificateID"))
        return NULL;
      if (!lk_sim_store_has (call->store, LK_SIM_CERTIFICATE, id))
        {
          lk_sim_fault_value (call, "CertificateID", "No such certificate");
          return NULL;
        }
    }
  return g_steal_pointer (&ids);
}

static gboolean
create_policy (LkSimOnvifCall *call)
{
  g_auto (GStrv) all = lk_sim_store_list (call->store, LK_SIM_POLICY);
  g_autofree char *alias = lk_sim_xml_dup (call->request, "Alias");
  const xmlNode *parameters = lk_sim_xml_find (call->request, "Parameters");
  g_autoptr (GPtrArray) anchors = NULL;
  g_autofree char *id = NULL;

  if (!lk_sim_onvif_check (call, parameters, "RequireTLSWWWClientAuthExtendedKeyUsage? UseDeltaCRLs? anyParameters?"))
    return FALSE;
  if (lk_sim_xml_boolean (parameters, "RequireTLSWWWClientAuthExtendedKeyUsage"))
    return lk_sim_fault_value (call, "CertPathValidationParameters", "The purpose cannot be enforced");
  if ((gint64)g_strv_length (all) >= call->quirks->max_policies)
    return lk_sim_fault_action (call, "MaximumNumberOfCertPathValidationPoliciesReached", "No more policies");
  anchors = read_anchors (call);
  if (anchors == NULL)
    return FALSE;
  id = lk_sim_store_add (call->store, LK_SIM_POLICY);
  lk_sim_store_set (call->store, LK_SIM_POLICY, id, "Alias", alias);
  lk_sim_store_set_list (call->store, LK_SIM_POLICY, id, "Anchors", anchors);
  lk_sim_out (call, "tas:CertPathValidationPolicyID", id);
  return TRUE;
}

static void
append_policy (LkSimOnvifCall *call, const char *id)
{
  g_auto (GStrv) anchors = lk_sim_store_get_list (call->store, LK_SIM_POLICY, id, "Anchors");
  g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_POLICY, id, "Alias");

  g_string_append (call->out, "<tas:CertPathValidationPolicy>");
  lk_sim_out (call, "tas:CertPathValidationPolicyID", id);
  lk_sim_out (call, "tas:Alias", alias);
  g_string_append (call->out, "<tas:Parameters/>");
  for (char **one = anchors; *one != NULL; one++)
    {
      g_string_append (call->out, "<tas:TrustAnchor>");
      lk_sim_out (call, "tas:CertificateID", *one);
      g_string_append (call->out, "</tas:TrustAnchor>");
    }
  g_string_append (call->out, "</tas:CertPathValidationPolicy>");
}

static gboolean
get_policy (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertPathValidationPolicyID");

  if (!lk_sim_store_has (call->store, LK_SIM_POLICY, id))
    return lk_sim_fault_value (call, "CertPathValidationPolicyID", "No such policy");
  append_policy (call, id);
  return TRUE;
}

static gboolean
get_all_policies (LkSimOnvifCall *call)
{
  g_auto (GStrv) ids = lk_sim_store_list (call->store, LK_SIM_POLICY);

  for (char **id = ids; *id != NULL; id++)
    append_policy (call, *id);
  return TRUE;
}

static gboolean
delete_policy (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "CertPathValidationPolicyID");

  if (!lk_sim_store_has (call->store, LK_SIM_POLICY, id))
    return lk_sim_fault_value (call, "CertPathValidationPolicyID", "No such policy");
  if (is_assigned (call->store, "policy", id))
    return lk_sim_fault_value (call, "ReferenceExists", "The policy is in use");
  lk_sim_store_remove (call->store, LK_SIM_POLICY, id);
  return TRUE;
}

const LkSimOnvifRow lk_sim_onvif_keystore_rows[] = {
  { "GetCertificate", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "CertificateID", get_certificate },
  { "GetAllCertificates", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_all_certificates },
  { "UploadCertificate", TRUE, LK_SIM_KIND_UPLOAD, FALSE, FALSE, "Certificate Alias? KeyAlias? PrivateKeyRequired?", upload_certificate },
  { "DeleteCertificate", TRUE, LK_SIM_KIND_DELETE, FALSE, FALSE, "CertificateID", delete_certificate },
  { "CreateCertificationPath", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "CertificateIDs Alias?", create_path },
  { "GetCertificationPath", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "CertificationPathID", get_path },
  { "GetAllCertificationPaths", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_all_paths },
  { "DeleteCertificationPath", TRUE, LK_SIM_KIND_DELETE, FALSE, FALSE, "CertificationPathID", delete_path },
  { "CreateCertPathValidationPolicy", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "Alias? Parameters TrustAnchor+ anyParameters?", create_policy },
  { "GetCertPathValidationPolicy", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "CertPathValidationPolicyID", get_policy },
  { "GetAllCertPathValidationPolicies", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_all_policies },
  { "DeleteCertPathValidationPolicy", TRUE, LK_SIM_KIND_DELETE, FALSE, FALSE, "CertPathValidationPolicyID", delete_policy },
  { 0 },
};
