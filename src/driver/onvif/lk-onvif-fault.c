/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-onvif-fault.h"

#include <glib/gi18n-lib.h>

#define CHANGED N_ ("The camera no longer has what was named; somebody else may have changed it: reload")

/* Specific ones first in meaning: an inner subcode is looked up before the outer one. */
static const LkOnvifFault rows[] = {
  /* Any operation */
  { "NotAuthorized", LK_ERROR_AUTH_REFUSED, N_ ("The camera refuses user or password, the user is no administrator, or the clocks differ too much") },
  { "OperationProhibited", LK_ERROR_AUTH_REFUSED, N_ ("The user may not do this on the camera: log in as administrator") },
  { "ActionNotSupported", LK_ERROR_UNSUPPORTED, N_ ("The camera has no such function") },
  { "UnknownAction", LK_ERROR_UNSUPPORTED, N_ ("The camera has no such function") },
  { "InvalidArgVal", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera refuses a value that it was given") },
  { "InvalidArgs", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not understand what it was given") },
  { "WellFormed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not understand the request") },
  { "TagMismatch", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not understand the request") },
  { "Tag", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not understand the request") },
  { "Namespace", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not understand the request") },
  { "MissingAttribute", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not understand the request") },
  { "Action", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not carry out what it was asked") },
  { "OutofMemory", LK_ERROR_FULL, N_ ("The camera has no memory left: restart it and try again") },
  { "CriticalError", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera reports a critical error: restart it and try again") },
  /* Somebody else changed it */
  { "CertificateID", LK_ERROR_NOT_FOUND, CHANGED },
  { "CertificationPathID", LK_ERROR_NOT_FOUND, CHANGED },
  { "OldCertificationPathID", LK_ERROR_NOT_FOUND, CHANGED },
  { "NewCertificationPathID", LK_ERROR_NOT_FOUND, CHANGED },
  { "CertPathValidationPolicyID", LK_ERROR_NOT_FOUND, CHANGED },
  { "OldCertPathValidationPolicyID", LK_ERROR_NOT_FOUND, CHANGED },
  { "NewCertPathValidationPolicyID", LK_ERROR_NOT_FOUND, CHANGED },
  { "KeyID", LK_ERROR_NOT_FOUND, CHANGED },
  { "PassphraseID", LK_ERROR_NOT_FOUND, CHANGED },
  { "CertificateExists", LK_ERROR_EXISTS, N_ ("The camera already has this certificate") },
  { "Duplicate", LK_ERROR_EXISTS, N_ ("The camera already has this certificate") },
  /* Files */
  { "DecryptionFailed", LK_ERROR_PASSWORD_WRONG, N_ ("The password does not open the file, or the camera cannot read this kind of encryption") },
  { "BadPKCS12File", LK_ERROR_BAD_DATA, N_ ("The camera cannot read the PKCS#12 file: it is damaged, or its integrity protection is missing or unknown to it") },
  { "BadPKCS8File", LK_ERROR_BAD_DATA, N_ ("The camera cannot read the private key as PKCS#8") },
  { "BadPassphrase", LK_ERROR_BAD_DATA, N_ ("The camera does not take this password: use at most 40 letters and digits") },
  { "PublicPrivateKeyMismatch", LK_ERROR_KEY_MISMATCH, N_ ("Certificate and private key do not belong together, or the certificates are in the wrong order") },
  { "InvalidCertificationPath", LK_ERROR_BAD_CERTIFICATE, N_ ("The certificates do not form a chain: one is missing, or they are in the wrong order") },
  { "BadCertificate", LK_ERROR_BAD_CERTIFICATE, N_ ("The camera cannot read the certificate") },
  { "InvalidFormat", LK_ERROR_BAD_CERTIFICATE, N_ ("The camera cannot read the certificate") },
  { "CertificateFormat", LK_ERROR_BAD_CERTIFICATE, N_ ("The camera cannot read the certificate") },
  { "UnsupportedPublicKeyAlgorithm", LK_ERROR_BAD_CERTIFICATE, N_ ("The camera cannot use this kind or size of key") },
  { "UnsupportedSignatureAlgorithm", LK_ERROR_BAD_CERTIFICATE, N_ ("The camera cannot use this kind of signature") },
  { "KeySignatureAlgorithmMismatch", LK_ERROR_BAD_CERTIFICATE, N_ ("Key and signature algorithm do not fit together") },
  { "KeysNotMatching", LK_ERROR_KEY_MISMATCH, N_ ("Certificate and private key do not belong together") },
  { "NoMatchingPrivateKey", LK_ERROR_NO_PRIVATE_KEY, N_ ("The camera does not hold the private key of this certificate") },
  { "NoPrivateKey", LK_ERROR_NO_PRIVATE_KEY, N_ ("The camera does not hold the private key of this certificate") },
  { "InvalidKeyStatus", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The key on the camera is not ready, or damaged: wait a minute and try again") },
  /* Room */
  { "MaximumNumberOfKeysReached", LK_ERROR_FULL, N_ ("The camera can store no more keys: delete one that is no longer used") },
  { "MaximumNumberOfCertificatesReached", LK_ERROR_FULL, N_ ("The camera can store no more certificates: delete one that is no longer used") },
  { "MaximumNumberOfCertificationPathsReached", LK_ERROR_FULL, N_ ("The camera can store no more certificate chains: delete one that is no longer used") },
  { "MaximumNumberOfPassphrasesReached", LK_ERROR_FULL, N_ ("The camera can store no more passwords: delete one that is no longer used") },
  { "MaximumNumberOfCertPathValidationPoliciesReached", LK_ERROR_FULL, N_ ("The camera can store no more sets of trusted CA certificates: delete one that is no longer used") },
  { "MaximumNumberOfTLSCertificationPathsReached", LK_ERROR_FULL, N_ ("The camera already uses a server certificate: replace it") },
  { "MaximumNumberOfTLSCertPathValidationPoliciesReached", LK_ERROR_FULL, N_ ("The camera already uses a set of trusted CA certificates: replace it") },
  { "ReferenceExists", LK_ERROR_REFUSED_BY_CAMERA, N_ ("It is still in use on the camera") },
  { "CertificateDeletionFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not delete the certificate") },
  { "CertificationPathDeletionFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not delete the certificate chain") },
  { "CertPathValidationPolicyDeletionFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not delete the set of trusted CA certificates") },
  { "KeyDeletionFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not delete the key") },
  { "PassphraseDeletionFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not delete the password") },
  { "CertificationPathCreationFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not put the certificates together as a chain") },
  /* Keys, requests and certificates made on the camera */
  { "KeyLength", LK_ERROR_UNSUPPORTED, N_ ("The camera cannot make a key of this length") },
  { "UnsupportedEllipticCurve", LK_ERROR_UNSUPPORTED, N_ ("The camera cannot make a key on this elliptic curve") },
  { "CertificateCreationFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not make the certificate") },
  { "CSRCreationFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera could not make the certificate signing request") },
  { "UnsupportedX509Version", LK_ERROR_UNSUPPORTED, N_ ("The camera cannot make certificates of this version") },
  { "X509VersionExtensionsMismatch", LK_ERROR_UNSUPPORTED, N_ ("The camera cannot make certificates with extensions") },
  { "InvalidSubject", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not take this name in a certificate") },
  { "InvalidAttribute", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not take an attribute of the request") },
  { "InvalidDateTime", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not take this date: check its clock") },
  { "InvalidTimeZone", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not take this time zone") },
  { "NtpServerUndefined", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera sets its clock by the network and knows no server for it") },
  /* TLS */
  { "CertPathValidationParameters", LK_ERROR_UNSUPPORTED, N_ ("The camera cannot check certificates in this way") },
  { "CnMapsToUserFailed", LK_ERROR_UNSUPPORTED, N_ ("The camera cannot find users by the name in their certificate") },
  { "EnablingClientAuthenticationFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not enable client authentication: it has no trusted CA certificate in use, or cannot do it") },
  { "EnablingTLSClientAuthenticationFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not enable client authentication: it has no trusted CA certificate in use, or cannot do it") },
  { "EnablingTlsFailed", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The camera does not enable the SSL function: it has no server certificate that it can use") },
  { "ServiceNotSupported", LK_ERROR_UNSUPPORTED, N_ ("The camera has no such network service") },
  { "PortAlreadyInUse", LK_ERROR_REFUSED_BY_CAMERA, N_ ("The port is already in use on the camera") },
  { "EmptyList", LK_ERROR_REFUSED_BY_CAMERA, N_ ("At least one version of TLS must stay enabled") },
  { "TLSVersion", LK_ERROR_UNSUPPORTED, N_ ("The camera does not know this version of TLS") },
};

static const LkOnvifFault *
find (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      return &rows[i];
  return NULL;
}

const LkOnvifFault *
lk_onvif_fault_find (const LkSoapFault *fault)
{
  const LkOnvifFault *found = find (fault->detail);

  return found != NULL ? found : find (fault->subcode);
}

const LkOnvifFault *
lk_onvif_fault_list (gsize *n)
{
  *n = G_N_ELEMENTS (rows);
  return rows;
}

void
lk_onvif_fault_set_error (const LkSoapFault *fault, const char *operation, GError **error)
{
  const LkOnvifFault *known = lk_onvif_fault_find (fault);
  g_autofree char *said = fault->reason[0] != '\0' ? g_strdup_printf (" (%s: “%s”)", operation, fault->reason)
                                                   : g_strdup_printf (" (%s)", operation);

  if (known != NULL)
    g_set_error (error, LK_ERROR, known->code, "%s%s", known->sentence, said);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera refuses with %s/%s/%s%s",
                 fault->code, fault->subcode != NULL ? fault->subcode : "-",
                 fault->detail != NULL ? fault->detail : "-", said);
}
