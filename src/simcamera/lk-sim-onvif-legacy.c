/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificate operations of device management that cameras of 2010 to 2015 have. Server
 * certificates lie in the same store, each as a certificate with a path of one; IDs are chosen by
 * the client. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

#include <string.h>

#define DAY_S 86400

/* Server certificates: the client's ID is the alias of path and certificate. */

static char *
find_path (LkSimOnvifCall *call, const char *name)
{
  g_auto (GStrv) paths = lk_sim_store_list (call->store, LK_SIM_PATH);

  for (char **path = paths; *path != NULL; path++)
    {
      g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_PATH, *path, "Alias");

      if (g_strcmp0 (alias, name) == 0)
        return g_strdup (*path);
    }
  return NULL;
}

static char *
find_ca (LkSimOnvifCall *call, const char *name)
{
  g_auto (GStrv) cas = lk_sim_store_list (call->store, LK_SIM_CA);

  for (char **ca = cas; *ca != NULL; ca++)
    {
      g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_CA, *ca, "Alias");

      if (g_strcmp0 (alias, name) == 0)
        return g_strdup (*ca);
    }
  return NULL;
}

static void
append_binary (LkSimOnvifCall *call, const char *element, const char *id, GBytes *der)
{
  g_string_append_printf (call->out, "<%s>", element);
  lk_sim_out (call, "tt:CertificateID", id);
  g_string_append (call->out, "<tt:Certificate>");
  lk_sim_out_bytes (call, "tt:Data", der);
  g_string_append_printf (call->out, "</tt:Certificate></%s>", element);
}

static void
append_server (LkSimOnvifCall *call, const char *path)
{
  g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_PATH, path, "Alias");
  g_auto (GStrv) ids = lk_sim_store_get_list (call->store, LK_SIM_PATH, path, "Certificates");
  g_autoptr (GBytes) der = lk_sim_store_get_bytes (call->store, LK_SIM_CERTIFICATE, ids[0], "Der");

  append_binary (call, "tds:NvtCertificate", alias, der);
}

static gboolean
get_certificates (LkSimOnvifCall *call)
{
  g_auto (GStrv) paths = lk_sim_store_list (call->store, LK_SIM_PATH);

  for (char **path = paths; *path != NULL; path++)
    append_server (call, *path);
  return TRUE;
}

static gboolean
get_status (LkSimOnvifCall *call)
{
  g_auto (GStrv) paths = lk_sim_store_list (call->store, LK_SIM_PATH);
  g_autofree char *assigned = lk_sim_store_get (call->store, LK_SIM_ASSIGNED, "path", "Id");

  for (char **path = paths; *path != NULL; path++)
    {
      g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_PATH, *path, "Alias");

      g_string_append (call->out, "<tds:CertificateStatus>");
      lk_sim_out (call, "tt:CertificateID", alias);
      lk_sim_out_boolean (call, "tt:Status", g_strcmp0 (assigned, *path) == 0);
      g_string_append (call->out, "</tds:CertificateStatus>");
    }
  return TRUE;
}

static gboolean
set_status (LkSimOnvifCall *call)
{
  for (const xmlNode *node = lk_sim_xml_find (call->request, "CertificateStatus"); node != NULL;
       node = lk_sim_xml_next (node))
    {
      g_autofree char *name = lk_sim_xml_dup (node, "CertificateID");
      g_autofree char *path = find_path (call, name);
      g_autofree char *assigned = lk_sim_store_get (call->store, LK_SIM_ASSIGNED, "path", "Id");

      if (!lk_sim_onvif_check (call, node, "tt:CertificateID tt:Status"))
        return FALSE;
      if (path == NULL)
        return lk_sim_fault_value (call, "CertificateID", "No such certificate");
      if (lk_sim_xml_boolean (node, "Status"))
        lk_sim_store_set (call->store, LK_SIM_ASSIGNED, "path", "Id", path);
      else if (g_strcmp0 (assigned, path) == 0)
        lk_sim_store_remove (call->store, LK_SIM_ASSIGNED, "path");
    }
  return TRUE;
}

static gboolean
keep_path (LkSimOnvifCall *call, gnutls_x509_crt_t certificate, const char *name)
{
  g_autofree char *id = lk_sim_store_put_certificate (call, certificate, name);
  g_autofree char *there = find_path (call, name);
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (id == NULL)
    return FALSE;
  g_ptr_array_add (ids, id);
  path = there != NULL ? g_steal_pointer (&there) : lk_sim_store_add (call->store, LK_SIM_PATH);
  lk_sim_store_set (call->store, LK_SIM_PATH, path, "Alias", name);
  lk_sim_store_set_list (call->store, LK_SIM_PATH, path, "Certificates", ids);
  return TRUE;
}

static gboolean
keep_server (LkSimOnvifCall *call,
             gnutls_x509_crt_t certificate,
             gnutls_x509_privkey_t key,
             const char *name,
             gboolean external)
{
  g_autofree char *key_id = lk_sim_store_put_key (call, key, name, external);

  return key_id != NULL && keep_path (call, certificate, name);
}

static gboolean
load_one (LkSimOnvifCall *call, const xmlNode *node)
{
  g_autofree char *name = lk_sim_xml_dup (node, "CertificateID");
  g_autoptr (GBytes) der = lk_sim_xml_dup_bytes (node, "Certificate/Data");
  g_autoptr (GBytes) key_der = lk_sim_xml_dup_bytes (node, "PrivateKey/Data");
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL),
                          (unsigned int)g_bytes_get_size (der) };
  gnutls_datum_t key_data = { (unsigned char *)g_bytes_get_data (key_der, NULL),
                              (unsigned int)g_bytes_get_size (key_der) };
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
  gboolean done = FALSE;

  if (!lk_sim_onvif_check (call, node, "tt:CertificateID tt:Certificate tt:PrivateKey"))
    return FALSE;
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_privkey_init (&key);
  if (!lk_sim_is_one_der (der) ||
      gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) < 0)
    lk_sim_fault_value (call, "CertificateFormat", "Not one certificate in DER");
  else if (gnutls_x509_privkey_import2 (key, &key_data, GNUTLS_X509_FMT_DER, NULL, 0) < 0)
    lk_sim_fault_value (call, "KeysNotMatching", "Not a key that fits");
  else
    done = keep_server (call, certificate, key, name, TRUE);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return done;
}

static gboolean
load_with_key (LkSimOnvifCall *call)
{
  for (const xmlNode *node = lk_sim_xml_find (call->request, "CertificateWithPrivateKey");
       node != NULL; node = lk_sim_xml_next (node))
    if (!load_one (call, node))
      return FALSE;
  return TRUE;
}

/* The key of a certificate comes with it, and goes with it. */
static gboolean
load_signed (LkSimOnvifCall *call, const xmlNode *node)
{
  g_autofree char *name = lk_sim_xml_dup (node, "CertificateID");
  g_autoptr (GBytes) der = lk_sim_xml_dup_bytes (node, "Certificate/Data");
  g_autofree char *there = find_path (call, name);
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL),
                          (unsigned int)g_bytes_get_size (der) };
  g_autofree char *spki = NULL;
  g_autofree char *key_id = NULL;
  gnutls_x509_crt_t certificate;
  gboolean done = FALSE;

  if (!lk_sim_onvif_check (call, node, "tt:CertificateID tt:Certificate"))
    return FALSE;
  if (there != NULL)
    return lk_sim_fault_value (call, "CertificateExists", "The ID is taken");
  gnutls_x509_crt_init (&certificate);
  if (lk_sim_is_one_der (der) &&
      gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) >= 0)
    {
      spki = lk_sim_certificate_dup_spki (certificate);
      key_id = lk_sim_store_find_key (call->store, spki);
    }
  if (spki == NULL)
    lk_sim_fault_value (call, "CertificateFormat", "Not one certificate in DER");
  else if (key_id == NULL || !lk_sim_store_key_is_private (call->store, key_id))
    lk_sim_fault_value (call, "KeysNotMatching", "No key pair here is of this certificate");
  else
    done = keep_path (call, certificate, name);
  gnutls_x509_crt_deinit (certificate);
  return done;
}

static gboolean
load_certificates (LkSimOnvifCall *call)
{
  for (const xmlNode *node = lk_sim_xml_find (call->request, "NVTCertificate"); node != NULL;
       node = lk_sim_xml_next (node))
    if (!load_signed (call, node))
      return FALSE;
  return TRUE;
}

static gboolean
get_pkcs10 (LkSimOnvifCall *call)
{
  g_autofree char *name = lk_sim_xml_dup (call->request, "CertificateID");
  g_autofree char *path = find_path (call, name);
  g_autofree char *subject = lk_sim_xml_dup (call->request, "Subject");
  const char *common_name = subject != NULL && g_str_has_prefix (subject, "CN=") ? subject + 3 : "camera";
  g_auto (GStrv) ids =
    path != NULL ? lk_sim_store_get_list (call->store, LK_SIM_PATH, path, "Certificates") : NULL;
  g_autofree char *key_id =
    ids != NULL ? lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, ids[0], "Key") : NULL;
  gnutls_x509_privkey_t key;
  g_autoptr (GBytes) request = NULL;

  if (call->quirks->no_keys)
    return lk_sim_fault_unsupported (call, NULL, "No requests are made here");
  key = key_id != NULL ? lk_sim_store_open_key (call->store, key_id) : NULL;
  if (key == NULL)
    return lk_sim_fault_value (call, "CertificateID", "No such certificate, or without its key");
  request = lk_sim_onvif_request (key, common_name, NULL);
  gnutls_x509_privkey_deinit (key);
  g_string_append (call->out, "<tds:Pkcs10Request>");
  lk_sim_out_bytes (call, "tt:Data", request);
  g_string_append (call->out, "</tds:Pkcs10Request>");
  return TRUE;
}

static gint64
read_time (LkSimOnvifCall *call, const char *path, gint64 fallback)
{
  g_autofree char *text = lk_sim_xml_dup (call->request, path);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : fallback;
}

static gboolean
create_certificate (LkSimOnvifCall *call)
{
  gint64 now = lk_sim_state_get_now (call->state);
  g_autofree char *name = lk_sim_xml_dup (call->request, "CertificateID");
  g_autofree char *subject = lk_sim_xml_dup (call->request, "Subject");
  const char *common_name = subject != NULL && g_str_has_prefix (subject, "CN=") ? subject + 3 : "camera";
  g_autoptr (GBytes) der = NULL;
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t data;
  g_autofree char *path = NULL;

  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  der = lk_sim_onvif_sign (key, common_name, read_time (call, "ValidNotBefore", now),
                           read_time (call, "ValidNotAfter", now + 365 * DAY_S), NULL);
  data = (gnutls_datum_t){ (unsigned char *)g_bytes_get_data (der, NULL),
                           (unsigned int)g_bytes_get_size (der) };
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER);
  if (keep_server (call, certificate, key, name != NULL ? name : "self-signed", FALSE))
    path = find_path (call, name != NULL ? name : "self-signed");
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  if (path != NULL)
    append_server (call, path);
  return path != NULL;
}

/* Trusted CA certificates */

static gboolean
get_cas (LkSimOnvifCall *call)
{
  g_auto (GStrv) cas = lk_sim_store_list (call->store, LK_SIM_CA);

  for (char **ca = cas; *ca != NULL; ca++)
    {
      g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_CA, *ca, "Alias");
      g_autoptr (GBytes) der = lk_sim_store_get_bytes (call->store, LK_SIM_CA, *ca, "Der");

      append_binary (call, "tds:CACertificate", alias, der);
    }
  return TRUE;
}

static gboolean
load_cas (LkSimOnvifCall *call)
{
  for (const xmlNode *node = lk_sim_xml_find (call->request, "CACertificate"); node != NULL;
       node = lk_sim_xml_next (node))
    {
      g_autofree char *name = lk_sim_xml_dup (node, "CertificateID");
      g_autoptr (GBytes) der = lk_sim_xml_dup_bytes (node, "Certificate/Data");
      g_autofree char *there = find_ca (call, name);
      g_autofree char *id = NULL;
      gnutls_x509_crt_t certificate;

      if (!lk_sim_onvif_check (call, node, "tt:CertificateID tt:Certificate"))
        return FALSE;
      if (there != NULL)
        return lk_sim_fault_value (call, "CertificateExists", "The ID is taken");
      id = lk_sim_store_add (call->store, LK_SIM_CA);
      lk_sim_store_set (call->store, LK_SIM_CA, id, "Alias", name);
      lk_sim_store_set_bytes (call->store, LK_SIM_CA, id, "Der", der);
      certificate =
        lk_sim_is_one_der (der) ? lk_sim_store_open_certificate (call->store, LK_SIM_CA, id) : NULL;
      if (certificate == NULL)
        return lk_sim_fault_value (call, "CertificateFormat", "Not one certificate in DER");
      gnutls_x509_crt_deinit (certificate);
    }
  return TRUE;
}

static gboolean
delete_one (LkSimOnvifCall *call, const char *name)
{
  g_autofree char *ca = find_ca (call, name);
  g_autofree char *path = find_path (call, name);
  g_autofree char *assigned = lk_sim_store_get (call->store, LK_SIM_ASSIGNED, "path", "Id");

  if (ca == NULL && path == NULL)
    return lk_sim_fault_value (call, "CertificateID", "No such certificate");
  if (path != NULL && g_strcmp0 (path, assigned) == 0 &&
      lk_sim_state_get_ssl (call->state) != LK_SIM_SSL_DISABLE)
    return lk_sim_fault_value (call, "ReferenceExists", "HTTPS uses it");
  if (ca != NULL)
    lk_sim_store_remove (call->store, LK_SIM_CA, ca);
  if (path != NULL)
    {
      g_auto (GStrv) ids = lk_sim_store_get_list (call->store, LK_SIM_PATH, path, "Certificates");

      g_autofree char *key = lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, ids[0], "Key");

      /* The key pair goes too, whatever else has it: the standard lets a camera do so. */
      lk_sim_store_remove (call->store, LK_SIM_KEY, key);
      lk_sim_store_remove (call->store, LK_SIM_CERTIFICATE, ids[0]);
      lk_sim_store_remove (call->store, LK_SIM_PATH, path);
      if (g_strcmp0 (path, assigned) == 0)
        lk_sim_store_remove (call->store, LK_SIM_ASSIGNED, "path");
    }
  return TRUE;
}

static gboolean
delete_certificates (LkSimOnvifCall *call)
{
  for (const xmlNode *node = lk_sim_xml_find (call->request, "CertificateID"); node != NULL;
       node = lk_sim_xml_next (node))
    {
      g_autofree char *name = lk_sim_xml_dup (node, NULL);

      if (!delete_one (call, name))
        return FALSE;
    }
  return TRUE;
}

/* Client authentication */

static gboolean
get_mode (LkSimOnvifCall *call)
{
  g_autoptr (LkSimTab) tab = lk_sim_state_dup_tab (call->state);

  lk_sim_out_boolean (call, "tds:Enabled", tab->client_enabled);
  return TRUE;
}

static gboolean
set_mode (LkSimOnvifCall *call)
{
  call->change.client_enabled = lk_sim_xml_boolean (call->request, "Enabled");
  return TRUE;
}

const LkSimOnvifRow lk_sim_onvif_legacy_rows[] = {
  { "GetCertificates", FALSE, LK_SIM_KIND_INQUIRY, FALSE, TRUE, "", get_certificates },
  { "GetCertificatesStatus", FALSE, LK_SIM_KIND_INQUIRY, FALSE, TRUE, "", get_status },
  { "SetCertificatesStatus", FALSE, LK_SIM_KIND_SET, FALSE, TRUE, "CertificateStatus*", set_status },
  { "LoadCertificateWithPrivateKey", FALSE, LK_SIM_KIND_UPLOAD, FALSE, TRUE, "CertificateWithPrivateKey+", load_with_key },
  { "LoadCertificates", FALSE, LK_SIM_KIND_UPLOAD, FALSE, TRUE, "NVTCertificate+", load_certificates },
  { "GetPkcs10Request", FALSE, LK_SIM_KIND_SET, FALSE, TRUE, "CertificateID Subject? Attributes?", get_pkcs10 },
  { "CreateCertificate", FALSE, LK_SIM_KIND_SET, FALSE, TRUE, "CertificateID? Subject? ValidNotBefore? ValidNotAfter?", create_certificate },
  { "DeleteCertificates", FALSE, LK_SIM_KIND_DELETE, FALSE, TRUE, "CertificateID+", delete_certificates },
  { "GetCACertificates", FALSE, LK_SIM_KIND_INQUIRY, FALSE, TRUE, "", get_cas },
  { "LoadCACertificates", FALSE, LK_SIM_KIND_UPLOAD, FALSE, TRUE, "CACertificate+", load_cas },
  { "GetClientCertificateMode", FALSE, LK_SIM_KIND_INQUIRY, FALSE, TRUE, "", get_mode },
  { "SetClientCertificateMode", FALSE, LK_SIM_KIND_SET, FALSE, TRUE, "Enabled", set_mode },
  { 0 },
};
