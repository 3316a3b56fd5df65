/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-onvif-capabilities.h"

#include <string.h>

#define MAX_SETUP_MS  60000
#define PREFERRED_RSA 2048
#define LONGEST_RSA   4096
#define PBES2         "1.2.840.113549.1.5.13"

/* The words of an attribute that holds a list; (transfer full), never NULL. */
static char **
list_words (const xmlNode *node, const char *name)
{
  g_autofree char *text = lk_soap_dup_attribute (node, name);

  return text != NULL ? g_strsplit_set (text, " \t\r\n", 256) : g_new0 (char *, 1);
}

static gboolean
has_word (const xmlNode *node, const char *attribute, const char *word)
{
  g_auto (GStrv) words = list_words (node, attribute);

  return g_strv_contains ((const char *const *)words, word);
}

/* 2048 bits where the camera can, else the next longer, else the longest. */
static guint
choose_rsa_bits (const xmlNode *node)
{
  g_auto (GStrv) words = list_words (node, "RSAKeyLengths");
  guint best = 0;

  for (char **word = words; *word != NULL; word++)
    {
      guint64 bits = 0;

      if (!g_ascii_string_to_unsigned (*word, 10, 512, LONGEST_RSA, &bits, NULL))
        continue;
      if (best < PREFERRED_RSA ? bits > best : bits >= PREFERRED_RSA && bits < best)
        best = (guint)bits;
    }
  return best;
}

static gboolean
reads_pbes2 (const xmlNode *node)
{
  g_autofree char *text = lk_soap_dup_attribute (node, "PasswordBasedEncryptionAlgorithms");
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  return lower == NULL || lower[0] == '\0' || strstr (lower, "pbes2") != NULL ||
         strstr (lower, "aes") != NULL || strstr (lower, PBES2) != NULL;
}

void
lk_onvif_capabilities_read (LkOnvifCapabilities *self, const xmlNode *node)
{
  const xmlNode *keystore = lk_soap_find (node, "KeystoreCapabilities");
  const xmlNode *tls = lk_soap_find (node, "TLSServerCapabilities");
  const struct
  {
    const xmlNode *where;
    const char *name;
    gboolean *place;
  } rows[] = {
    { keystore, "PKCS12", &self->pkcs12 },
    { keystore, "PKCS12CertificateWithRSAPrivateKeyUpload", &self->pkcs12 },
    { keystore, "PKCS8", &self->pkcs8 },
    { keystore, "PKCS8RSAKeyPairUpload", &self->pkcs8 },
    { keystore, "PKCS10", &self->pkcs10 },
    { keystore, "PKCS10ExternalCertificationWithRSA", &self->pkcs10 },
    { keystore, "SelfSignedCertificateCreation", &self->self_signed },
    { keystore, "SelfSignedCertificateCreationWithRSA", &self->self_signed },
    { keystore, "RSAKeyPairGeneration", &self->makes_rsa },
    { keystore, "ECCKeyPairGeneration", &self->makes_ecc },
    { keystore, "EnforceTLSWebClientAuthExtKeyUsage", &self->enforces_eku },
    { keystore, "AutoDeleteKey", &self->auto_deletes_keys },
    { tls, "EnabledVersionsSupported", &self->tells_versions },
    { tls, "CnMapsToUserSupported", &self->maps_cn },
    { tls, "TLSClientAuthSupported", &self->client_authentication },
  };
  g_autofree char *versions = lk_soap_dup_attribute (tls, "TLSServerSupported");
  g_autofree char *setup = lk_soap_dup_attribute (tls, "SetupDuration");

  *self = (LkOnvifCapabilities){ .has_security = TRUE };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (lk_soap_attribute_is_true (rows[i].where, rows[i].name))
      *rows[i].place = TRUE;
  self->tls_versions = lk_tls_versions_from_names (versions);
  self->tls_server = versions != NULL && versions[0] != '\0';
  self->makes_rsa |= has_word (keystore, "KeyPairGeneration", "RSA");
  self->makes_ecc |= has_word (keystore, "KeyPairGeneration", "ECC");
  self->makes_ecc &= has_word (keystore, "EllipticCurves", "secp256r1") || has_word (keystore, "EllipticCurves", "P-256");
  self->rsa_bits = choose_rsa_bits (keystore);
  self->reads_pbes2 = reads_pbes2 (keystore);
  self->setup_ms = CLAMP (lk_soap_parse_duration_ms (setup), 0, MAX_SETUP_MS);
}
