/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keystore of the security service: keys that are uploaded or made here, and what is signed with
 * them. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

#include <gnutls/abstract.h>
#include <gnutls/pkcs12.h>
#include <string.h>

#define MAX_CHAIN        8
#define MAX_BAGS         16
#define OID_SAN          "2.5.29.17"
#define OID_PBES2        "1.2.840.113549.1.5.13"
#define OID_SHA256_RSA   "1.2.840.113549.1.1.11"
#define OID_SHA256_ECDSA "1.2.840.10045.4.3.2"

/* Keys */

static gboolean
is_generating (LkSimOnvifCall *call, const char *id)
{
  g_autofree char *ready = lk_sim_store_get (call->store, LK_SIM_KEY, id, "ReadyAt");

  return ready != NULL && g_ascii_strtoll (ready, NULL, 10) > g_get_real_time ();
}

static gboolean
get_all_keys (LkSimOnvifCall *call)
{
  g_auto (GStrv) ids = lk_sim_store_list (call->store, LK_SIM_KEY);

  for (char **id = ids; *id != NULL; id++)
    {
      g_autofree char *alias = lk_sim_store_get (call->store, LK_SIM_KEY, *id, "Alias");
      g_autofree char *external = lk_sim_store_get (call->store, LK_SIM_KEY, *id, "External");

      g_string_append (call->out, "<tas:KeyAttribute>");
      lk_sim_out (call, "tas:KeyID", *id);
      lk_sim_out (call, "tas:Alias", alias);
      lk_sim_out_boolean (call, "tas:hasPrivateKey", lk_sim_store_key_is_private (call->store, *id));
      lk_sim_out (call, "tas:KeyStatus", is_generating (call, *id) ? "generating" : "ok");
      lk_sim_out (call, "tas:externallyGenerated", external != NULL ? external : "true");
      lk_sim_out_boolean (call, "tas:securelyStored", FALSE);
      g_string_append (call->out, "</tas:KeyAttribute>");
    }
  return TRUE;
}

static gboolean
get_key_status (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "KeyID");

  if (!lk_sim_store_has (call->store, LK_SIM_KEY, id))
    return lk_sim_fault_value (call, "KeyID", "No such key");
  lk_sim_out (call, "tas:KeyStatus", is_generating (call, id) ? "generating" : "ok");
  return TRUE;
}

static gboolean
delete_key (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "KeyID");
  g_auto (GStrv) certificates = lk_sim_store_list (call->store, LK_SIM_CERTIFICATE);

  if (!lk_sim_store_has (call->store, LK_SIM_KEY, id))
    return lk_sim_fault_value (call, "KeyID", "No such key");
  for (char **one = certificates; *one != NULL; one++)
    {
      g_autofree char *key = lk_sim_store_get (call->store, LK_SIM_CERTIFICATE, *one, "Key");

      if (g_strcmp0 (key, id) == 0)
        return lk_sim_fault_value (call, "ReferenceExists", "A certificate has this key");
    }
  lk_sim_store_remove (call->store, LK_SIM_KEY, id);
  return TRUE;
}

/* Takes @key over. */
static gboolean
keep_new_key (LkSimOnvifCall *call, gnutls_x509_privkey_t key)
{
  g_autofree char *alias = lk_sim_xml_dup (call->request, "Alias");
  g_autofree char *id = lk_sim_store_put_key (call, key, alias, FALSE);
  g_autofree char *ready =
    g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () + call->quirks->key_ms * 1000);
  g_autofree char *estimate = g_strdup_printf ("PT%d.%03dS", (int)(call->quirks->key_ms / 2000),
                                               (int)(call->quirks->key_ms / 2 % 1000));

  gnutls_x509_privkey_deinit (key);
  if (id == NULL)
    return FALSE;
  lk_sim_store_set (call->store, LK_SIM_KEY, id, "ReadyAt", ready);
  lk_sim_out (call, "tas:KeyID", id);
  lk_sim_out (call, "tas:EstimatedCreationTime", estimate);
  return TRUE;
}

static gboolean
create_rsa (LkSimOnvifCall *call)
{
  g_autofree char *length = lk_sim_xml_dup (call->request, "KeyLength");
  gint64 bits = 0;
  gnutls_x509_privkey_t key;

  if (call->quirks->no_keys)
    return lk_sim_fault_unsupported (call, NULL, "No keys are made here");
  if (!g_ascii_string_to_signed (length, 10, 0, 65536, &bits, NULL) ||
      (bits != 2048 && bits != 3072 && bits != 4096))
    return lk_sim_fault_value (call, "KeyLength", "No keys of this length");
  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, (unsigned int)bits, 0);
  return keep_new_key (call, key);
}

static gboolean
create_ecc (LkSimOnvifCall *call)
{
  g_autofree char *curve = lk_sim_xml_dup (call->request, "EllipticCurve");
  gboolean is_256 = g_strcmp0 (curve, "secp256r1") == 0;
  gnutls_x509_privkey_t key;

  if (call->quirks->no_keys || call->quirks->only_rsa || call->quirks->old_names)
    return lk_sim_fault_unsupported (call, NULL, "No such keys are made here");
  if (!is_256 && g_strcmp0 (curve, "secp384r1") != 0)
    return lk_sim_fault_value (call, "UnsupportedEllipticCurve", "No such curve");
  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                is_256 ? GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1)
                                       : GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP384R1),
                                0);
  return keep_new_key (call, key);
}

static gboolean
upload_pkcs8 (LkSimOnvifCall *call)
{
  g_autoptr (GBytes) der = lk_sim_xml_dup_bytes (call->request, "KeyPair");
  g_autofree char *passphrase = lk_sim_xml_dup (call->request, "EncryptionPassphrase");
  g_autofree char *alias = lk_sim_xml_dup (call->request, "Alias");
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL),
                          (unsigned int)g_bytes_get_size (der) };
  gnutls_x509_privkey_t key;
  g_autofree char *id = NULL;
  int code;

  if (call->quirks->no_pkcs8)
    return lk_sim_fault_unsupported (call, NULL, "No PKCS#8 here");
  if (lk_sim_xml_find (call->request, "EncryptionPassphraseID") != NULL)
    return lk_sim_fault_value (call, "PassphraseID", "No such passphrase");
  gnutls_x509_privkey_init (&key);
  code = lk_sim_is_one_der (der)
           ? gnutls_x509_privkey_import_pkcs8 (key, &data, GNUTLS_X509_FMT_DER, passphrase,
                                               passphrase == NULL ? GNUTLS_PKCS_PLAIN : 0)
           : GNUTLS_E_ASN1_DER_ERROR;
  if (code == GNUTLS_E_DECRYPTION_FAILED)
    lk_sim_fault_value (call, "DecryptionFailed", "The passphrase does not fit");
  else if (code < 0)
    lk_sim_fault_value (call, "BadPKCS8File", "Not one key in PKCS#8");
  else
    id = lk_sim_store_put_key (call, key, alias, TRUE);
  gnutls_x509_privkey_deinit (key);
  lk_sim_out (call, "tas:KeyID", id);
  return id != NULL;
}

/* PKCS#12 */

typedef struct
{
  gnutls_x509_crt_t chain[MAX_CHAIN];
  guint n_chain;
  gnutls_x509_privkey_t key;
} Contents;

static void
contents_clear (Contents *self)
{
  for (guint i = 0; i < self->n_chain; i++)
    gnutls_x509_crt_deinit (self->chain[i]);
  if (self->key != NULL)
    gnutls_x509_privkey_deinit (self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contents, contents_clear)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_t, gnutls_pkcs12_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_bag_t, gnutls_pkcs12_bag_deinit, NULL)

static void
take_element (Contents *contents,
              gnutls_pkcs12_bag_t bag,
              unsigned int index,
              const char *passphrase)
{
  gnutls_datum_t data = { NULL, 0 };
  int type = gnutls_pkcs12_bag_get_type (bag, index);

  if (gnutls_pkcs12_bag_get_data (bag, index, &data) < 0)
    return;
  if (type == GNUTLS_BAG_CERTIFICATE && contents->n_chain < MAX_CHAIN)
    {
      gnutls_x509_crt_t *place = &contents->chain[contents->n_chain];

      gnutls_x509_crt_init (place);
      if (gnutls_x509_crt_import (*place, &data, GNUTLS_X509_FMT_DER) == 0)
        contents->n_chain++;
      else
        gnutls_x509_crt_deinit (*place);
    }
  else if ((type == GNUTLS_BAG_PKCS8_KEY || type == GNUTLS_BAG_PKCS8_ENCRYPTED_KEY) &&
           contents->key == NULL)
    {
      gnutls_x509_privkey_init (&contents->key);
      if (gnutls_x509_privkey_import_pkcs8 (contents->key, &data, GNUTLS_X509_FMT_DER, passphrase,
                                            type == GNUTLS_BAG_PKCS8_KEY ? GNUTLS_PKCS_PLAIN : 0) <
          0)
        {
          gnutls_x509_privkey_deinit (contents->key);
          contents->key = NULL;
        }
    }
}

/* FALSE when a safe cannot be opened. */
static gboolean
take_bags (LkSimOnvifCall *call, gnutls_pkcs12_t file, const char *passphrase, Contents *contents)
{
  for (int i = 0; i < MAX_BAGS; i++)
    {
      g_auto (gnutls_pkcs12_bag_t) bag = NULL;
      char *oid = NULL;

      gnutls_pkcs12_bag_init (&bag);
      if (gnutls_pkcs12_get_bag (file, i, bag) < 0)
        return TRUE;
      if (gnutls_pkcs12_bag_get_type (bag, 0) == GNUTLS_BAG_ENCRYPTED)
        {
          gboolean too_new =
            gnutls_pkcs12_bag_enc_info (bag, NULL, NULL, NULL, NULL, NULL, &oid) >= 0 &&
            g_strcmp0 (oid, OID_PBES2) == 0 && call->quirks->only_3des;

          gnutls_free (oid);
          if (too_new || gnutls_pkcs12_bag_decrypt (bag, passphrase) < 0)
            return FALSE;
        }
      for (int j = 0; j < gnutls_pkcs12_bag_get_count (bag); j++)
        take_element (contents, bag, (unsigned int)j, passphrase);
    }
  return TRUE;
}

static gboolean
open_pkcs12 (LkSimOnvifCall *call, Contents *contents)
{
  g_autoptr (GBytes) der = lk_sim_xml_dup_bytes (call->request, "CertWithPrivateKey");
  g_autofree char *passphrase = lk_sim_xml_dup (call->request, "Passphrase");
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL),
                          (unsigned int)g_bytes_get_size (der) };
  g_auto (gnutls_pkcs12_t) file = NULL;

  gnutls_pkcs12_init (&file);
  if (!lk_sim_is_one_der (der) || gnutls_pkcs12_import (file, &data, GNUTLS_X509_FMT_DER, 0) < 0)
    return lk_sim_fault_value (call, "BadPKCS12File", "Not one PKCS#12");
  if (gnutls_pkcs12_verify_mac (file, passphrase != NULL ? passphrase : "") < 0 ||
      !take_bags (call, file, passphrase, contents))
    return lk_sim_fault_value (call, "DecryptionFailed", "The file cannot be opened");
  return TRUE;
}

static gboolean
check_contents (LkSimOnvifCall *call, const Contents *contents)
{
  unsigned char of_leaf[32], of_key[32];
  size_t leaf_size = sizeof of_leaf, key_size = sizeof of_key;

  if (contents->n_chain == 0 || contents->key == NULL ||
      gnutls_x509_crt_get_key_id (contents->chain[0], GNUTLS_KEYID_USE_SHA256, of_leaf,
                                  &leaf_size) < 0 ||
      gnutls_x509_privkey_get_key_id (contents->key, GNUTLS_KEYID_USE_SHA256, of_key, &key_size) <
        0 ||
      memcmp (of_leaf, of_key, sizeof of_key) != 0)
    return lk_sim_fault_value (call, "PublicPrivateKeyMismatch", "The first certificate has another key");
  for (guint i = 1; i < contents->n_chain; i++)
    if (!gnutls_x509_crt_check_issuer (contents->chain[i - 1], contents->chain[i]))
      return lk_sim_fault_value (call, "InvalidCertificationPath", "The certificates are no chain");
  return TRUE;
}

static gboolean
upload_pkcs12 (LkSimOnvifCall *call)
{
  g_auto (GStrv) paths = lk_sim_store_list (call->store, LK_SIM_PATH);
  g_autofree char *alias = lk_sim_xml_dup (call->request, "CertificationPathAlias");
  g_autofree char *key_alias = lk_sim_xml_dup (call->request, "KeyAlias");
  g_auto (Contents) contents = { 0 };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *key_id = NULL;
  g_autofree char *path_id = NULL;

  if (call->quirks->no_pkcs12)
    return lk_sim_fault_unsupported (call, NULL, "No PKCS#12 here");
  if (lk_sim_xml_find (call->request, "IntegrityPassphraseID") != NULL || lk_sim_xml_find (call->request, "EncryptionPassphraseID") != NULL)
    return lk_sim_fault_value (call, "PassphraseID", "No such passphrase");
  if ((gint64)g_strv_length (paths) >= call->quirks->max_paths)
    return lk_sim_fault_action (call, "MaximumNumberOfCertificationPathsReached", "No more paths");
  if (!open_pkcs12 (call, &contents) || !check_contents (call, &contents))
    return FALSE;
  key_id = lk_sim_store_put_key (call, contents.key, key_alias, TRUE);
  if (key_id == NULL)
    return FALSE;
  for (guint i = 0; i < contents.n_chain; i++)
    {
      char *id = lk_sim_store_put_certificate (call, contents.chain[i], NULL);

      if (id == NULL)
        return FALSE;
      g_ptr_array_add (ids, id);
    }
  path_id = lk_sim_store_add (call->store, LK_SIM_PATH);
  lk_sim_store_set (call->store, LK_SIM_PATH, path_id, "Alias", alias);
  lk_sim_store_set_list (call->store, LK_SIM_PATH, path_id, "Certificates", ids);
  lk_sim_out (call, "tas:CertificationPathID", path_id);
  lk_sim_out (call, "tas:KeyID", key_id);
  return TRUE;
}

/* Signing */

GBytes *
lk_sim_onvif_sign (gnutls_x509_privkey_t key,
                   const char *common_name,
                   gint64 from,
                   gint64 to,
                   GBytes *alternative_names)
{
  gnutls_x509_crt_t certificate;
  gnutls_datum_t der = { NULL, 0 };
  guint64 serial = GUINT64_TO_BE (((guint64)g_random_int () << 31) | g_random_int () | 1);
  GBytes *bytes = NULL;

  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial);
  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                 (unsigned int)strlen (common_name));
  gnutls_x509_crt_set_activation_time (certificate, (time_t)from);
  gnutls_x509_crt_set_expiration_time (certificate, (time_t)to);
  gnutls_x509_crt_set_key (certificate, key);
  if (alternative_names != NULL)
    gnutls_x509_crt_set_extension_by_oid (certificate, OID_SAN,
                                          g_bytes_get_data (alternative_names, NULL),
                                          g_bytes_get_size (alternative_names), 0);
  gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  if (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0) == 0 &&
      gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der) == 0)
    bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  gnutls_x509_crt_deinit (certificate);
  return bytes;
}

/* The key to sign with, ready and fitting the algorithm; NULL with a fault. */
static gnutls_x509_privkey_t
open_signer (LkSimOnvifCall *call)
{
  g_autofree char *id = lk_sim_xml_dup (call->request, "KeyID");
  g_autofree char *algorithm = lk_sim_xml_dup (call->request, "SignatureAlgorithm/algorithm");
  gnutls_x509_privkey_t key = NULL;
  gboolean is_rsa;

  if (!lk_sim_onvif_check (call, lk_sim_xml_find (call->request, "SignatureAlgorithm"), "algorithm parameters? anyParameters?"))
    return NULL;
  if (!lk_sim_store_has (call->store, LK_SIM_KEY, id) ||
      (key = lk_sim_store_open_key (call->store, id)) == NULL)
    {
      lk_sim_fault_value (call, "KeyID", "No such private key");
      return NULL;
    }
  is_rsa = gnutls_x509_privkey_get_pk_algorithm (key) == GNUTLS_PK_RSA;
  if (is_generating (call, id))
    lk_sim_fault_value (call, "InvalidKeyStatus", "The key is being made");
  else if (g_strcmp0 (algorithm, OID_SHA256_RSA) != 0 &&
           g_strcmp0 (algorithm, OID_SHA256_ECDSA) != 0)
    lk_sim_fault_value (call, "UnsupportedSignatureAlgorithm", "No such algorithm");
  else if (is_rsa != (g_strcmp0 (algorithm, OID_SHA256_RSA) == 0))
    lk_sim_fault_value (call, "KeySignatureAlgorithmMismatch", "The algorithm does not fit the key");
  else
    return key;
  gnutls_x509_privkey_deinit (key);
  return NULL;
}

/* The common name; NULL with a fault. */
static char *
read_subject (LkSimOnvifCall *call)
{
  const xmlNode *subject = lk_sim_xml_find (call->request, "Subject");
  g_autofree char *name = lk_sim_xml_dup (subject, "CommonName");

  if (!lk_sim_onvif_check (call, subject, "Country* Organization* OrganizationalUnit* DistinguishedNameQualifier* StateOrProvinceName* CommonName*"))
    return NULL;
  if (name == NULL || *name == '\0' || strlen (name) > 64)
    {
      lk_sim_fault_value (call, "InvalidSubject", "A common name of at most 64 characters is needed");
      return NULL;
    }
  return g_steal_pointer (&name);
}

/* (nullable) The alternative names that are asked for; FALSE with a fault. */
static gboolean
read_names (LkSimOnvifCall *call, const xmlNode *extension, GBytes **names)
{
  g_autofree char *oid = lk_sim_xml_dup (extension, "extnOID");
  g_autoptr (GBytes) value = NULL;

  if (extension == NULL)
    return TRUE;
  if (!lk_sim_onvif_check (call, extension, "extnOID critical extnValue"))
    return FALSE;
  value = lk_sim_xml_dup_bytes (extension, "extnValue");
  if (g_strcmp0 (oid, OID_SAN) != 0 || !lk_sim_is_one_der (value) ||
      *(const guint8 *)g_bytes_get_data (value, NULL) != 0x30)
    return lk_sim_fault_value (call, "InvalidAttribute", "Not an extension that is known here");
  *names = g_steal_pointer (&value);
  return TRUE;
}

/* The time at @path, or @fallback; -1 for what is no time. */
static gint64
read_time (LkSimOnvifCall *call, const char *path, gint64 fallback)
{
  g_autofree char *text = lk_sim_xml_dup (call->request, path);
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (text == NULL)
    return fallback;
  return time != NULL ? g_date_time_to_unix (time) : -1;
}

static gboolean
keep_self_signed (LkSimOnvifCall *call,
                  gnutls_x509_privkey_t key,
                  const char *common_name,
                  GBytes *names)
{
  gint64 from = read_time (call, "notValidBefore", lk_sim_state_get_now (call->state));
  gint64 to = read_time (call, "notValidAfter", G_GINT64_CONSTANT (253402300799));
  g_autofree char *alias = lk_sim_xml_dup (call->request, "Alias");
  g_autoptr (GBytes) der = NULL;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t data;
  g_autofree char *id = NULL;

  if (from < 0 || to < from)
    return lk_sim_fault_value (call, "InvalidDateTime", "There is no such period");
  der = lk_sim_onvif_sign (key, common_name, from, to, names);
  if (der == NULL)
    return lk_sim_fault_action (call, "CertificateCreationFailed", "The certificate could not be made");
  data = (gnutls_datum_t){ (unsigned char *)g_bytes_get_data (der, NULL),
                           (unsigned int)g_bytes_get_size (der) };
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER);
  id = lk_sim_store_put_certificate (call, certificate, alias);
  gnutls_x509_crt_deinit (certificate);
  lk_sim_out (call, "tas:CertificateID", id);
  return id != NULL;
}

static gboolean
create_self_signed (LkSimOnvifCall *call)
{
  g_autofree char *common_name = read_subject (call);
  g_autoptr (GBytes) names = NULL;
  gnutls_x509_privkey_t key;
  gboolean done;

  if (common_name == NULL || !read_names (call, lk_sim_xml_find (call->request, "Extension"), &names))
    return FALSE;
  key = open_signer (call);
  if (key == NULL)
    return FALSE;
  done = keep_self_signed (call, key, common_name, names);
  gnutls_x509_privkey_deinit (key);
  return done;
}

GBytes *
lk_sim_onvif_request (gnutls_x509_privkey_t key, const char *common_name, GBytes *names)
{
  gnutls_x509_crq_t request;
  gnutls_datum_t der = { NULL, 0 };
  GBytes *bytes = NULL;

  gnutls_x509_crq_init (&request);
  gnutls_x509_crq_set_version (request, 1);
  gnutls_x509_crq_set_dn_by_oid (request, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                 (unsigned int)strlen (common_name));
  gnutls_x509_crq_set_key (request, key);
  if (names != NULL)
    gnutls_x509_crq_set_extension_by_oid (request, OID_SAN, g_bytes_get_data (names, NULL),
                                          g_bytes_get_size (names), 0);
  if (gnutls_x509_crq_sign2 (request, key, GNUTLS_DIG_SHA256, 0) == 0 &&
      gnutls_x509_crq_export2 (request, GNUTLS_X509_FMT_DER, &der) == 0)
    bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  gnutls_x509_crq_deinit (request);
  return bytes;
}

static gboolean
create_csr (LkSimOnvifCall *call)
{
  g_autofree char *common_name = read_subject (call);
  const xmlNode *attribute = lk_sim_xml_find (call->request, "CSRAttribute");
  g_autoptr (GBytes) names = NULL;
  g_autoptr (GBytes) request = NULL;
  gnutls_x509_privkey_t key;

  if (common_name == NULL || (attribute != NULL && !lk_sim_onvif_check (call, attribute, "X509v3Extension")) ||
      !read_names (call, lk_sim_xml_find (attribute, "X509v3Extension"), &names))
    return FALSE;
  key = open_signer (call);
  if (key == NULL)
    return FALSE;
  request = lk_sim_onvif_request (key, common_name, names);
  gnutls_x509_privkey_deinit (key);
  if (request == NULL)
    return lk_sim_fault_action (call, "CSRCreationFailed", "The request could not be made");
  lk_sim_out_bytes (call, "tas:PKCS10CSR", request);
  return TRUE;
}

const LkSimOnvifRow lk_sim_onvif_key_rows[] = {
  { "GetAllKeys", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_all_keys },
  { "GetKeyStatus", TRUE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "KeyID", get_key_status },
  { "DeleteKey", TRUE, LK_SIM_KIND_DELETE, FALSE, FALSE, "KeyID", delete_key },
  { "CreateRSAKeyPair", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "KeyLength Alias?", create_rsa },
  { "CreateECCKeyPair", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "EllipticCurve Alias?", create_ecc },
  { "UploadKeyPairInPKCS8", TRUE, LK_SIM_KIND_UPLOAD, FALSE, FALSE, "KeyPair Alias? EncryptionPassphraseID? EncryptionPassphrase?", upload_pkcs8 },
  { "UploadCertificateWithPrivateKeyInPKCS12", TRUE, LK_SIM_KIND_UPLOAD, FALSE, FALSE,
    "CertWithPrivateKey CertificationPathAlias? KeyAlias? IgnoreAdditionalCertificates? IntegrityPassphraseID? EncryptionPassphraseID? Passphrase?", upload_pkcs12 },
  { "CreateSelfSignedCertificate", TRUE, LK_SIM_KIND_SET, FALSE, FALSE,
    "X509Version? Subject KeyID Alias? notValidBefore? notValidAfter? SignatureAlgorithm Extension*", create_self_signed },
  { "CreatePKCS10CSR", TRUE, LK_SIM_KIND_SET, FALSE, FALSE, "Subject KeyID CSRAttribute* SignatureAlgorithm", create_csr },
  { 0 },
};
