/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-onvif-operation.h"

#define TDS(name, access)                                                                      \
  {                                                                                            \
    name, "tds:" name, name "Response", "http://www.onvif.org/ver10/device/wsdl/" name, FALSE, \
      LK_ONVIF_##access                                                                        \
  }
#define TAS(name, access)                                                                         \
  {                                                                                               \
    name, "tas:" name, name "Response", "http://www.onvif.org/ver10/advancedsecurity/wsdl/" name, \
      TRUE, LK_ONVIF_##access                                                                     \
  }

static const LkOnvifOperationRow rows[LK_ONVIF_N_OPERATIONS] = {
  [LK_ONVIF_GET_SYSTEM_DATE_AND_TIME] = TDS ("GetSystemDateAndTime", PRE_AUTH),
  [LK_ONVIF_SET_SYSTEM_DATE_AND_TIME] = TDS ("SetSystemDateAndTime", WRITE),
  [LK_ONVIF_GET_SERVICES] = TDS ("GetServices", PRE_AUTH),
  [LK_ONVIF_GET_DEVICE_INFORMATION] = TDS ("GetDeviceInformation", READ),
  [LK_ONVIF_GET_NETWORK_PROTOCOLS] = TDS ("GetNetworkProtocols", READ),
  [LK_ONVIF_SET_NETWORK_PROTOCOLS] = TDS ("SetNetworkProtocols", WRITE),
  [LK_ONVIF_GET_CERTIFICATES] = TDS ("GetCertificates", READ),
  [LK_ONVIF_GET_CERTIFICATES_STATUS] = TDS ("GetCertificatesStatus", READ),
  [LK_ONVIF_SET_CERTIFICATES_STATUS] = TDS ("SetCertificatesStatus", WRITE),
  [LK_ONVIF_CREATE_CERTIFICATE] = TDS ("CreateCertificate", WRITE),
  [LK_ONVIF_LOAD_CERTIFICATE_WITH_PRIVATE_KEY] = TDS ("LoadCertificateWithPrivateKey", WRITE),
  [LK_ONVIF_GET_PKCS10_REQUEST] = TDS ("GetPkcs10Request", READ),
  [LK_ONVIF_LOAD_CERTIFICATES] = TDS ("LoadCertificates", WRITE),
  [LK_ONVIF_DELETE_CERTIFICATES] = TDS ("DeleteCertificates", WRITE),
  [LK_ONVIF_GET_CA_CERTIFICATES] = TDS ("GetCACertificates", READ),
  [LK_ONVIF_LOAD_CA_CERTIFICATES] = TDS ("LoadCACertificates", WRITE),
  [LK_ONVIF_GET_CLIENT_CERTIFICATE_MODE] = TDS ("GetClientCertificateMode", READ),
  [LK_ONVIF_SET_CLIENT_CERTIFICATE_MODE] = TDS ("SetClientCertificateMode", WRITE),
  [LK_ONVIF_GET_SERVICE_CAPABILITIES] = TAS ("GetServiceCapabilities", PRE_AUTH),
  [LK_ONVIF_GET_ALL_KEYS] = TAS ("GetAllKeys", READ),
  [LK_ONVIF_GET_KEY_STATUS] = TAS ("GetKeyStatus", READ),
  [LK_ONVIF_CREATE_RSA_KEY_PAIR] = TAS ("CreateRSAKeyPair", WRITE),
  [LK_ONVIF_CREATE_ECC_KEY_PAIR] = TAS ("CreateECCKeyPair", WRITE),
  [LK_ONVIF_UPLOAD_KEY_PAIR_IN_PKCS8] = TAS ("UploadKeyPairInPKCS8", WRITE),
  [LK_ONVIF_DELETE_KEY] = TAS ("DeleteKey", WRITE),
  [LK_ONVIF_GET_ALL_CERTIFICATES] = TAS ("GetAllCertificates", READ),
  [LK_ONVIF_GET_CERTIFICATE] = TAS ("GetCertificate", READ),
  [LK_ONVIF_UPLOAD_CERTIFICATE] = TAS ("UploadCertificate", WRITE),
  [LK_ONVIF_UPLOAD_CERTIFICATE_WITH_PRIVATE_KEY_IN_PKCS12] = TAS ("UploadCertificateWithPrivateKeyInPKCS12", WRITE),
  [LK_ONVIF_CREATE_SELF_SIGNED_CERTIFICATE] = TAS ("CreateSelfSignedCertificate", WRITE),
  [LK_ONVIF_CREATE_PKCS10_CSR] = TAS ("CreatePKCS10CSR", READ),
  [LK_ONVIF_DELETE_CERTIFICATE] = TAS ("DeleteCertificate", WRITE),
  [LK_ONVIF_GET_CERTIFICATION_PATH] = TAS ("GetCertificationPath", READ),
  [LK_ONVIF_GET_ALL_CERTIFICATION_PATHS] = TAS ("GetAllCertificationPaths", READ),
  [LK_ONVIF_CREATE_CERTIFICATION_PATH] = TAS ("CreateCertificationPath", WRITE),
  [LK_ONVIF_DELETE_CERTIFICATION_PATH] = TAS ("DeleteCertificationPath", WRITE),
  [LK_ONVIF_GET_CERT_PATH_VALIDATION_POLICY] = TAS ("GetCertPathValidationPolicy", READ),
  [LK_ONVIF_GET_ALL_CERT_PATH_VALIDATION_POLICIES] = TAS ("GetAllCertPathValidationPolicies", READ),
  [LK_ONVIF_CREATE_CERT_PATH_VALIDATION_POLICY] = TAS ("CreateCertPathValidationPolicy", WRITE),
  [LK_ONVIF_DELETE_CERT_PATH_VALIDATION_POLICY] = TAS ("DeleteCertPathValidationPolicy", WRITE),
  [LK_ONVIF_GET_ASSIGNED_SERVER_CERTIFICATES] = TAS ("GetAssignedServerCertificates", READ),
  [LK_ONVIF_ADD_SERVER_CERTIFICATE_ASSIGNMENT] = TAS ("AddServerCertificateAssignment", WRITE),
  [LK_ONVIF_REPLACE_SERVER_CERTIFICATE_ASSIGNMENT] = TAS ("ReplaceServerCertificateAssignment", WRITE),
  [LK_ONVIF_REMOVE_SERVER_CERTIFICATE_ASSIGNMENT] = TAS ("RemoveServerCertificateAssignment", WRITE),
  [LK_ONVIF_GET_CLIENT_AUTHENTICATION_REQUIRED] = TAS ("GetClientAuthenticationRequired", READ),
  [LK_ONVIF_SET_CLIENT_AUTHENTICATION_REQUIRED] = TAS ("SetClientAuthenticationRequired", WRITE),
  [LK_ONVIF_GET_ENABLED_TLS_VERSIONS] = TAS ("GetEnabledTLSVersions", READ),
  [LK_ONVIF_SET_ENABLED_TLS_VERSIONS] = TAS ("SetEnabledTLSVersions", WRITE),
  [LK_ONVIF_GET_CN_MAPS_TO_USER] = TAS ("GetCnMapsToUser", READ),
  [LK_ONVIF_SET_CN_MAPS_TO_USER] = TAS ("SetCnMapsToUser", WRITE),
  [LK_ONVIF_GET_ASSIGNED_CERT_PATH_VALIDATION_POLICIES] = TAS ("GetAssignedCertPathValidationPolicies", READ),
  [LK_ONVIF_ADD_CERT_PATH_VALIDATION_POLICY_ASSIGNMENT] = TAS ("AddCertPathValidationPolicyAssignment", WRITE),
  [LK_ONVIF_REPLACE_CERT_PATH_VALIDATION_POLICY_ASSIGNMENT] = TAS ("ReplaceCertPathValidationPolicyAssignment", WRITE),
  [LK_ONVIF_REMOVE_CERT_PATH_VALIDATION_POLICY_ASSIGNMENT] = TAS ("RemoveCertPathValidationPolicyAssignment", WRITE),
};

const LkOnvifOperationRow *
lk_onvif_operation_get (LkOnvifOperation operation)
{
  g_return_val_if_fail (operation < LK_ONVIF_N_OPERATIONS, NULL);
  return &rows[operation];
}
